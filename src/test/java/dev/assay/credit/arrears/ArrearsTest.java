package dev.assay.credit.arrears;

import static dev.assay.fixture.Books.invoice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.ServiceTest;
import io.restassured.response.ValidatableResponse;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who owes what is overdue: the level, the letter that is due, what was promised and noted. */
@ServiceTest
class ArrearsTest {

    private final LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    private Books books;

    @BeforeEach
    void customersOfEveryLevel() {
        books = Books.inCny();
        int[] days = {0, 1, 14, 15, 30, 60};
        for (int i = 0; i < days.length; i++) {
            books.customer("C" + i);
            books.feed(invoice("I" + i, "C" + i, day(-100), day(-days[i]), (1000 + i) + ".00", null));
        }
        books.customer("PENNY");
        books.feed(invoice("P", "PENNY", day(-100), day(-90), "99.00", null));
    }

    @Test
    void theGravestComeFirstAtTheStepsOfTheLedger() {
        JsonNode all = arrears("");
        assertThat(all.findValuesAsText("customerCode")).containsExactly("C5", "C4", "C3", "C2", "C1", "PENNY");
        assertThat(all.findValuesAsText("level")).containsExactly("4", "3", "2", "1", "1", "0");
        assertThat(all.get(0).path("overdueAmount").decimalValue()).isEqualByComparingTo("1005");
        assertThat(arrears("?minLevel=2&limit=2").findValuesAsText("customerCode"))
                .containsExactly("C5", "C4");
        assertThat(Api.tree(Api.erp().get(books.path("customers/C3/credit")))
                        .path("dunningLevel")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aLetterIsDueOnceForEachLevel() {
        assertThat(codes(arrears("?letterDue=true"))).containsExactly("C5", "C4", "C3", "C2", "C1");
        letter("C5", 4, day(0)).statusCode(201);
        letter("C4", 2, day(-5)).statusCode(201);
        letter("C1", 4, day(-300)).statusCode(201); // of arrears that are over
        assertThat(codes(arrears("?letterDue=true"))).containsExactly("C4", "C3", "C2", "C1");
        JsonNode c4 = arrears("?minLevel=3").get(1);
        assertThat(c4.path("lastLetter").asInt()).isEqualTo(2);
        letter("C4", 5, day(0)).statusCode(422).body("errors[0].pointer", equalTo("/level"));
        letter("C4", 3, day(1)).statusCode(422).body("errors[0].pointer", equalTo("/sentOn"));
    }

    @Test
    void aPromiseIsKeptByPaymentsAndABrokenOneIsAFactForRules() {
        promise("C1", "500.00", day(-20), day(-10)).body("state", contains("BROKEN"));
        books.feed("{\"id\":\"PAY\",\"kind\":\"PAYMENT\",\"customerCode\":\"C2\",\"date\":\"" + day(-11)
                + "\",\"amount\":500.00,\"currency\":\"CNY\"}");
        promise("C2", "500.00", day(-20), day(-10)).body("state", contains("KEPT"));
        promise("C2", "500.01", day(-20), day(-10)).body("state", contains("BROKEN", "KEPT"));
        promise("C3", "5.00", day(0), day(5)).body("state", contains("OPEN"));
        assertThat(arrears("?minLevel=2").get(2).path("promisedUntil").asText()).isEqualTo(day(5));

        books.post("customers/C1/evaluations", "{}").statusCode(201);
        JsonNode check =
                Api.body(books.post("credit-checks", "{\"orderId\":\"O\",\"customerCode\":\"C1\",\"amount\":1}"));
        assertThat(check.findValuesAsText("code")).contains("BROKEN_PROMISE");
        int id = books.get("customers/C1/promises").extract().path("[0].id");
        books.post("customers/C1/promises/" + id + "/withdraw", "{}").body("state", contains("WITHDRAWN"));
        JsonNode again =
                Api.body(books.post("credit-checks", "{\"orderId\":\"O\",\"customerCode\":\"C1\",\"amount\":1}"));
        assertThat(again.findValuesAsText("code")).doesNotContain("BROKEN_PROMISE");
        books.get("customers/C1/credit").body("brokenPromises", equalTo(0));
        due().body("brokenPromises.customerCode", contains("C2"));
        books.post("customers/C1/promises", "{\"amount\":-1,\"dueOn\":\"" + day(-1) + "\"}")
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/amount", "/dueOn"));
    }

    @Test
    void aNoteRemindsUntilItIsDone() {
        books.adminPost(
                        "customers/C1/notes",
                        "{\"way\":\"PHONE\",\"contact\":\"Ms Wang\",\"content\":\"promises to pay on Friday\",\"followUp\":\""
                                + day(0) + "\"}")
                .statusCode(201)
                .body("[0].way", equalTo("PHONE"));
        due().body("followUps.customerCode", contains("C1"));
        int id = books.get("customers/C1/notes").extract().path("[0].id");
        books.adminPost("customers/C1/notes/" + id + "/done", "{}").body("[0].done", equalTo(true));
        books.adminPost("customers/C2/notes/" + id + "/done", "{}").statusCode(404);
        due().body("followUps", hasSize(0));
        books.adminPost("customers/C1/notes", "{}").statusCode(422);
    }

    @Test
    void theFeedTellsWhatIsMissing() {
        books.get("feed")
                .body("stale", equalTo(false), "kinds.kind", contains("ORDER", "INVOICE", "CREDIT_NOTE", "PAYMENT"));
        books.post("feed/heartbeat", "{\"sent\":{\"INVOICE\":9,\"PAYMENT\":0}}").statusCode(200);
        books.get("feed")
                .body(
                        "kinds[1].received",
                        equalTo(7),
                        "kinds[1].missing",
                        equalTo(2),
                        "kinds[3].missing",
                        equalTo(null));
        books.post("feed/heartbeat", "{\"sent\":{\"INVOCE\":9}}").statusCode(422);
        Books quiet = Books.inCny();
        quiet.get("feed").body("stale", equalTo(true));
        quiet.post("feed/heartbeat", "{}").statusCode(200).body("stale", equalTo(false));
    }

    private ValidatableResponse due() {
        return Api.admin().get(books.path("due")).then().statusCode(200);
    }

    private ValidatableResponse letter(String code, int level, String sentOn) {
        return books.post(
                "customers/" + code + "/dunning-letters", "{\"level\":" + level + ",\"sentOn\":\"" + sentOn + "\"}");
    }

    private ValidatableResponse promise(String code, String amount, String made, String due) {
        return books.post(
                        "customers/" + code + "/promises",
                        "{\"amount\":%s,\"madeOn\":\"%s\",\"dueOn\":\"%s\",\"note\":\"by phone\"}"
                                .formatted(amount, made, due))
                .statusCode(201);
    }

    private JsonNode arrears(String query) {
        return Api.tree(Api.erp().get(books.path("arrears" + query)));
    }

    private static List<String> codes(JsonNode arrears) {
        List<String> codes = new ArrayList<>();
        arrears.forEach(each -> codes.add(each.path("customerCode").asText()));
        return codes;
    }

    private String day(int days) {
        return today.plusDays(days).toString();
    }
}
