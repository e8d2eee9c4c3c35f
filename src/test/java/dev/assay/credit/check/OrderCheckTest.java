package dev.assay.credit.check;

import static dev.assay.fixture.Books.invoice;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.People;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Order checks, above all what users of other systems suffer from. The customer's limit is set by a person: 10,000. */
@ServiceTest
class OrderCheckTest {

    private static int count;
    private static People.Session controller;
    private static People.Session approver;

    private final LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    private Books books;

    @BeforeEach
    void aCustomerWithALimit() {
        if (controller == null) {
            controller = People.person("credit-controller", "{\"roles\":[\"CONTROLLER\"]}");
            approver = People.person("credit-approver", "{\"roles\":[\"APPROVER\"]}");
        }
        count++;
        books = Books.inCny().customer("C1");
        books.feed(invoice("OLD", "C1", day(-400), day(-370), "1000.00", day(-380)));
        books.post("customers/C1/evaluations", "{}").statusCode(201);
        limit("C1", "{\"type\":\"AMOUNT\",\"amount\":10000}");
        term("C1", "{\"type\":\"OPEN_ACCOUNT\",\"creditPeriodDays\":30}");
    }

    @Test
    void theWholeLimitMayBeUsedAndNotACentMore() {
        assertThat(decision("O1", "10000.00", "")).isEqualTo("WARN");
        JsonNode held = check("O1", "10000.01", "");
        assertThat(held.path("decision").asText()).isEqualTo("HOLD");
        assertThat(codes(held)).containsExactly("LIMIT_EXCEEDED");
        assertThat(held.path("available").decimalValue()).isEqualByComparingTo("-0.01");
        JsonNode reduce = held.path("remedies").get(0);
        assertThat(reduce.path("kind").asText()).isEqualTo("REDUCE_AMOUNT");
        assertThat(reduce.path("amount").decimalValue()).isEqualByComparingTo("10000");
        assertThat(decision("O1", reduce.path("amount").asText(), "")).isNotEqualTo("HOLD");
        assertThat(held.path("checks").get(0).path("text").path("zh").asText()).contains("超出信用额度");
    }

    @Test
    void prepaidOrdersAddNoExposureAndPass() {
        assertThat(decision("O1", "50000.00", ",\"prepaid\":true,\"reserve\":true"))
                .isEqualTo("APPROVE");
        assertThat(exposure()).isEqualByComparingTo("0");
        books.feed(order("O1", "50000.00", ",\"prepaid\":true"));
        assertThat(exposure()).isEqualByComparingTo("0");
    }

    @Test
    void aReservationTakesCreditUntilItsDocumentsDo() {
        JsonNode first = check("O1", "6000.00", ",\"reserve\":true");
        assertThat(first.path("reservation").path("state").asText()).isEqualTo("HELD");
        assertThat(decision("O2", "6000.00", ",\"reserve\":true")).isEqualTo("HOLD");
        books.feed(order("O1", "5500.00", ""));
        assertThat(exposure()).as("the order counts, its reservation no more").isEqualByComparingTo("5500");
        books.feed(invoiceOf("O1", "I1", "2000.00"));
        assertThat(exposure()).as("goods have left, the rest is still ordered").isEqualByComparingTo("5500");
        books.feed(order("O1", "0.00", ""));
        assertThat(exposure()).as("the order is closed").isEqualByComparingTo("2000");
        assertThat(reservation(first).path("state").asText()).isEqualTo("CONSUMED");
        books.feed(order("O1", "0.00", ""));
        assertThat(exposure()).isEqualByComparingTo("2000");
    }

    @Test
    void shippedGoodsStayInvoiceable() {
        check("O1", "9000.00", ",\"reserve\":true");
        books.feed(order("O1", "9000.00", ""));
        books.feed(invoiceOf("O1", "I1", "9000.00"));
        assertThat(exposure()).isEqualByComparingTo("9000");
        JsonNode again = check("O1", "9000.00", "");
        assertThat(again.path("exposureAfter").decimalValue()).isEqualByComparingTo("9000");
        assertThat(again.path("decision").asText()).isEqualTo("WARN");
        // one that grew by what isn't invoiced yet asks for that
        assertThat(decision("O1", "10000.00", "")).isEqualTo("WARN");
        assertThat(decision("O1", "10000.01", "")).isEqualTo("HOLD");
    }

    @Test
    void checkingAnOrderAgainReplacesItsFormerEffect() {
        assertThat(decision("O1", "9000.00", ",\"reserve\":true")).isEqualTo("WARN");
        assertThat(decision("O1", "9000.00", ",\"reserve\":true")).isEqualTo("WARN");
        assertThat(decision("O1", "4000.00", "")).isEqualTo("APPROVE");
        assertThat(exposure()).isEqualByComparingTo("4000");
        assertThat(decision("O1", "10001.00", "")).isEqualTo("HOLD");
        assertThat(exposure()).as("an order that is held takes no credit").isEqualByComparingTo("0");
    }

    @Test
    void closingAndReopeningAnOrderCantPassTwice() {
        check("O1", "9000.00", ",\"reserve\":true");
        books.feed(order("O1", "9000.00", ""));
        books.feed(order("O1", "0.00", "")); // closed
        assertThat(decision("O2", "9000.00", ",\"reserve\":true")).isEqualTo("WARN");
        books.feed(order("O1", "9000.00", "")); // reopened
        assertThat(exposure()).isEqualByComparingTo("18000");
        assertThat(decision("O1", "9000.00", "")).isEqualTo("HOLD");
    }

    @Test
    void aCopiedOrderIsCheckedLikeAnyOther() {
        hold("O1", "12000.00");
        release("O1");
        assertThat(decision("O1", "12000.00", "")).isEqualTo("APPROVE");
        assertThat(decision("O1-COPY", "12000.00", "")).isEqualTo("HOLD");
    }

    @Test
    void aReleasedOrderPassesUntilItGrowsOrAsksForALongerTerm() {
        hold("O1", "12000.00");
        release("O1");
        JsonNode released = check("O1", "12000.00", ",\"reserve\":true");
        assertThat(released.path("decision").asText()).isEqualTo("APPROVE");
        assertThat(released.path("released").asText()).isEqualTo("credit-approver");
        assertThat(codes(released)).containsExactly("LIMIT_EXCEEDED");
        assertThat(decision("O1", "11000.00", "")).isEqualTo("APPROVE");
        assertThat(decision("O1", "12000.01", "")).isEqualTo("HOLD");
        assertThat(decision("O1", "12000.00", ",\"requestedPeriodDays\":31")).isEqualTo("HOLD");
        assertThat(codes(check("O1", "5000.00", ",\"requestedPeriodDays\":31"))).contains("TERMS_EXTENDED");
    }

    @Test
    void childrenRollUpOnce() {
        books.customer("HEAD");
        put("A", "{\"name\":\"A\",\"parentCode\":\"HEAD\"}");
        put("B", "{\"name\":\"B\",\"parentCode\":\"A\"}");
        policy("\"groupLimit\":\"SHARED\"");
        books.feed(
                invoice("IA", "A", day(-5), day(25), "3000.00", null),
                invoice("IB", "B", day(-5), day(25), "2000.00", null));
        for (String code : List.of("HEAD", "A", "B")) {
            books.post("customers/" + code + "/evaluations", "{}").statusCode(201);
            term(code, "{\"type\":\"OPEN_ACCOUNT\",\"creditPeriodDays\":30}");
        }
        limit("HEAD", "{\"type\":\"AMOUNT\",\"amount\":10000}");
        for (String code : List.of("HEAD", "A", "B")) {
            JsonNode position = position(code);
            assertThat(position.path("exposure").path("total").decimalValue())
                    .as(code)
                    .isEqualByComparingTo("5000");
            assertThat(position.path("available").decimalValue()).as(code).isEqualByComparingTo("5000");
            assertThat(position.path("limit").path("holder").asText()).isEqualTo("HEAD");
        }
        assertThat(decisionOf("B", "OB", "5000.00", ",\"reserve\":true")).isEqualTo("WARN");
        assertThat(decisionOf("HEAD", "OH", "0.01", "")).isEqualTo("HOLD");
        policy("\"groupLimit\":\"OWN\"");
        assertThat(position("A").path("exposure").path("total").decimalValue()).isEqualByComparingTo("3000");
    }

    @Test
    void penniesOverdueDontBlock() {
        books.feed(invoice("PENNY", "C1", day(-60), day(-30), "99.99", null));
        assertThat(decision("O1", "1000.00", "")).isEqualTo("APPROVE");
        books.feed(invoice("REAL", "C1", day(-60), day(-30), "3000.00", null));
        JsonNode held = check("O1", "1000.00", "");
        assertThat(codes(held)).contains("OLDEST_OVERDUE", "OVERDUE_RATIO");
        JsonNode oldest = StreamSupport.stream(held.path("checks").spliterator(), false)
                .filter(each -> each.path("code").asText().equals("OLDEST_OVERDUE"))
                .findFirst()
                .orElseThrow();
        assertThat(oldest.path("value").asInt()).isEqualTo(30);
        assertThat(oldest.path("text").path("en").asText())
                .isEqualTo("The oldest item is 30 days overdue, "
                        + oldest.path("threshold").asInt() + " are granted");
        JsonNode pay = StreamSupport.stream(held.path("remedies").spliterator(), false)
                .filter(each -> each.path("kind").asText().equals("PAY_INVOICES"))
                .findFirst()
                .orElseThrow();
        assertThat(pay.path("amount").decimalValue()).isEqualByComparingTo("3099.99");
        assertThat(pay.path("invoices").findValuesAsText("id")).containsExactly("PENNY", "REAL");
    }

    @Test
    void limitZeroBlocksAndUnlimitedDoesNot() {
        limit("C1", "{\"type\":\"NONE\"}");
        assertThat(codes(check("O1", "0.01", ""))).containsExactly("NO_LIMIT");
        limit("C1", "{\"type\":\"UNLIMITED\"}");
        assertThat(decision("O1", "1999999.00", "")).isEqualTo("APPROVE");
        assertThat(position("C1").has("available")).isFalse();
    }

    @Test
    void whatIsMissingNeverLetsAnOrderPass() {
        assertThat(codes(checkOf("NOBODY", "O1", "1.00", ""))).containsExactly("UNKNOWN_CUSTOMER");
        books.customer("NEW");
        assertThat(codes(checkOf("NEW", "O2", "1.00", ""))).containsExactlyInAnyOrder("NOT_GRADED", "NO_LIMIT");
        Books quiet = Books.inCny().customer("Q");
        quiet.post("customers/Q/evaluations", "{}").statusCode(201);
        JsonNode stale = Api.body(quiet.post("credit-checks", "{\"orderId\":\"O\",\"customerCode\":\"Q\",\"amount\":1}")
                .statusCode(200));
        assertThat(codes(stale)).contains("DATA_STALE");
        JsonNode prepaid = Api.body(
                quiet.post("credit-checks", "{\"orderId\":\"O\",\"customerCode\":\"Q\",\"amount\":1,\"prepaid\":true}")
                        .statusCode(200));
        assertThat(prepaid.path("decision").asText()).isEqualTo("WARN");
    }

    @Test
    void aPersonsHoldStopsUntilItIsReleased() {
        JsonNode hold = Api.body(controller
                .request()
                .body("{\"reason\":\"a cheque bounced\",\"owner\":\"li\"}")
                .post(books.path("customers/C1/holds"))
                .then()
                .statusCode(201));
        assertThat(codes(check("O1", "1.00", ""))).containsExactly("MANUAL_HOLD");
        assertThat(position("C1").path("holdReasons").get(0).asText()).isEqualTo("a cheque bounced");
        assertThat(holds("?state=OPEN&kind=CUSTOMER&owner=li")).hasSize(1);
        controller
                .request()
                .body("{}")
                .post(books.path("holds/" + hold.path("id").asLong() + "/release"))
                .then()
                .statusCode(422);
        controller
                .request()
                .body("{\"note\":\"paid in cash\"}")
                .post(books.path("holds/" + hold.path("id").asLong() + "/release"))
                .then()
                .statusCode(200);
        assertThat(decision("O1", "1.00", "")).isEqualTo("APPROVE");
        assertThat(holds("?state=OPEN")).isEmpty();
    }

    @Test
    void aLargeOrderNeedsTwoPeople() {
        policy("\"releaseAbove\":11000");
        hold("O1", "12000.00");
        long hold = holds("?state=OPEN&kind=ORDER").get(0).path("id").asLong();
        JsonNode asked = Api.body(approver.request()
                .body("{\"note\":\"a good customer\"}")
                .post(books.path("holds/" + hold + "/release"))
                .then()
                .statusCode(200));
        assertThat(asked.has("releasedAt")).isFalse();
        long request = asked.path("requestId").asLong();
        approver.request()
                .body("{}")
                .post(books.path("change-requests/" + request + "/approve"))
                .then()
                .statusCode(403);
        assertThat(decision("O1", "12000.00", "")).isEqualTo("HOLD");
        books.adminPost("change-requests/" + request + "/approve", "{}").statusCode(200);
        assertThat(decision("O1", "12000.00", "")).isEqualTo("APPROVE");
    }

    @Test
    void aHoldEndsWhenTheOrderPasses() {
        hold("O1", "12000.00");
        assertThat(decision("O1", "9000.00", "")).isEqualTo("WARN");
        assertThat(holds("?state=OPEN")).isEmpty();
        assertThat(holds("?state=RELEASED").get(0).path("releaseNote").asText()).isEqualTo("passes its checks");
    }

    @Test
    void reservationsAreConfirmedAndReleasedAndAKeyIsAnsweredOnce() {
        String body = "{\"orderId\":\"O1\",\"customerCode\":\"C1\",\"amount\":6000,\"reserve\":true}";
        JsonNode first = keyed("k1", body, 200);
        assertThat(keyed("k1", body, 200)).isEqualTo(first);
        keyed("k1", body.replace("6000", "6001"), 409);
        long id = first.path("reservation").path("id").asLong();
        for (int i = 0; i < 2; i++) {
            books.post("reservations/" + id + "/confirm", "{}").statusCode(200);
        }
        assertThat(reservation(first).path("state").asText()).isEqualTo("CONFIRMED");
        for (int i = 0; i < 2; i++) {
            books.post("reservations/" + id + "/release", "{}").statusCode(200);
        }
        assertThat(exposure()).isEqualByComparingTo("0");
        books.post("reservations/" + id + "/confirm", "{}").statusCode(409);
        assertThat(Api.tree(Api.erp().get(books.path("credit-checks?orderId=O1"))))
                .hasSize(1);
    }

    @Test
    void amountsInAnotherCurrencyNeedARateAndFarDeliveriesAddNothingYet() {
        books.post("credit-checks", "{\"orderId\":\"O1\",\"customerCode\":\"C1\",\"amount\":1000,\"currency\":\"USD\"}")
                .statusCode(422);
        assertThat(check("O1", "1000.00", ",\"currency\":\"USD\",\"rate\":7.1")
                        .path("exposureAfter")
                        .decimalValue())
                .isEqualByComparingTo("7100");
        assertThat(check("O2", "90000.00", ",\"deliveryDate\":\"" + today.plusDays(91) + "\"")
                        .path("exposureAfter")
                        .decimalValue())
                .isEqualByComparingTo("0");
        assertThat(decision("O2", "90000.00", ",\"deliveryDate\":\"" + today.plusDays(90) + "\""))
                .isEqualTo("HOLD");
        books.post("credit-checks", "{\"customerCode\":\"C1\",\"amount\":-1}").statusCode(422);
    }

    // what the tests above are written in

    private String day(int days) {
        return today.plusDays(days).toString();
    }

    private String order(String id, String amount, String more) {
        return "{\"id\":\"%s\",\"kind\":\"ORDER\",\"customerCode\":\"C1\",\"date\":\"%s\",\"amount\":%s,\"currency\":\"CNY\"%s}"
                .formatted(id, day(0), amount, more);
    }

    private String invoiceOf(String order, String id, String amount) {
        return "{\"id\":\"%s\",\"kind\":\"INVOICE\",\"customerCode\":\"C1\",\"date\":\"%s\",\"dueDate\":\"%s\",\"amount\":%s,\"currency\":\"CNY\",\"orderId\":\"%s\"}"
                .formatted(id, day(0), day(30), amount, order);
    }

    private JsonNode check(String order, String amount, String more) {
        return checkOf("C1", order, amount, more);
    }

    private JsonNode checkOf(String customer, String order, String amount, String more) {
        return Api.body(books.post(
                        "credit-checks",
                        "{\"orderId\":\"" + order + "\",\"customerCode\":\"" + customer + "\",\"amount\":" + amount
                                + more + "}")
                .statusCode(200));
    }

    private String decision(String order, String amount, String more) {
        return decisionOf("C1", order, amount, more);
    }

    private String decisionOf(String customer, String order, String amount, String more) {
        return checkOf(customer, order, amount, more).path("decision").asText();
    }

    private static List<String> codes(JsonNode check) {
        List<String> codes = new ArrayList<>();
        check.path("checks").forEach(each -> codes.add(each.path("code").asText()));
        return codes;
    }

    private JsonNode position(String code) {
        return Api.tree(Api.erp().get(books.path("customers/" + code + "/credit")));
    }

    private BigDecimal exposure() {
        return position("C1").path("exposure").path("total").decimalValue();
    }

    private JsonNode reservation(JsonNode check) {
        return Api.tree(Api.erp()
                .get(books.path(
                        "reservations/" + check.path("reservation").path("id").asLong())));
    }

    private JsonNode keyed(String key, String body, int status) {
        return Api.body(Api.erp()
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key + books.ledger())
                .body(body)
                .post(books.path("credit-checks"))
                .then()
                .statusCode(status));
    }

    private void hold(String order, String amount) {
        assertThat(decision(order, amount, "")).isEqualTo("HOLD");
    }

    private void release(String order) {
        JsonNode hold = holds("?state=OPEN&kind=ORDER").get(0);
        assertThat(hold.path("orderId").asText()).isEqualTo(order);
        approver.request()
                .body("{\"note\":\"a good customer\"}")
                .post(books.path("holds/" + hold.path("id").asLong() + "/release"))
                .then()
                .statusCode(200);
    }

    private List<JsonNode> holds(String query) {
        List<JsonNode> holds = new ArrayList<>();
        Api.tree(Api.erp().get(books.path("holds" + query))).forEach(holds::add);
        return holds;
    }

    private void policy(String setting) {
        String all =
                "{\"staleAfterHours\":48,\"groupLimit\":\"OWN\",\"reservationHours\":168,\"dunningDays\":[1,15,30,60],\"releaseDays\":7}";
        String name = setting.substring(0, setting.indexOf(':'));
        String body = all.contains(name)
                ? all.replaceFirst(name + ":(\"[A-Z]+\"|[0-9]+)", setting)
                : all.replace("}", "," + setting + "}");
        Api.admin()
                .contentType(ContentType.JSON)
                .body(body)
                .put(books.path("credit-policy"))
                .then()
                .statusCode(200);
    }

    private void put(String code, String body) {
        Api.erp()
                .contentType(ContentType.JSON)
                .body(body)
                .put(books.path("customers/" + code))
                .then()
                .statusCode(201);
    }

    private void limit(String code, String value) {
        override(code, "LIMIT", value);
    }

    private void term(String code, String value) {
        override(code, "TERM", value);
    }

    private void override(String code, String field, String value) {
        ValidatableResponse asked = controller
                .request()
                .body("""
                        {"field":"%s","value":%s,"reason":"for a test","evidence":"none","expiresOn":"%s"}""".formatted(field, value, today.plusMonths(2)))
                .post(books.path("customers/" + code + "/overrides"))
                .then()
                .statusCode(201);
        int request = asked.extract().path("id");
        approver.request()
                .body("{}")
                .post(books.path("change-requests/" + request + "/approve"))
                .then()
                .statusCode(200);
    }
}
