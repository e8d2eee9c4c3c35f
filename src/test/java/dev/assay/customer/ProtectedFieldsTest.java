package dev.assay.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.People;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Master data that only changes when another person agrees. */
@ServiceTest
class ProtectedFieldsTest {

    private static final String FIRST = "FR-1";
    private static int count;

    private Books books;
    private People.Session approver;

    @BeforeEach
    void aLedgerThatProtects() {
        books = new Books(ALedger.inCny()
                .with("protectedFields", List.of("TAX_ID", "PARENT", "BANK_ACCOUNT"))
                .create());
        approver = People.person("field-approver-" + ++count, "{\"roles\":[\"APPROVER\"]}");
        put("C1", "{\"name\":\"One\",\"taxId\":\"" + FIRST + "\"}", 0).statusCode(201);
        put("HEAD", "{\"name\":\"Head\"}", 0).statusCode(201);
    }

    @Test
    void theFieldWaitsAndTheRestIsStoredAtOnce() {
        put("C1", "{\"name\":\"One Ltd\",\"taxId\":\"FR-2\",\"parentCode\":\"HEAD\"}", 1)
                .statusCode(200)
                .body("name", equalTo("One Ltd"), "taxId", equalTo(FIRST), "parentCode", equalTo(null))
                .body("warnings.pointer", contains("/taxId", "/parentCode"));
        List<Integer> requests = waiting();
        assertThat(requests).hasSize(2);

        // what the ERP sends every night asks for nothing more
        put("C1", "{\"name\":\"One Ltd\",\"taxId\":\"FR-2\",\"parentCode\":\"HEAD\"}", 2)
                .statusCode(200)
                .body("version", equalTo(2));
        assertThat(waiting()).isEqualTo(requests);

        requests.forEach(id -> answer(id, "approve").statusCode(200));
        books.get("customers/C1")
                .body("name", equalTo("One Ltd"), "taxId", equalTo("FR-2"), "parentCode", equalTo("HEAD"));
        assertThat(waiting()).isEmpty();
        put("C1", "{\"name\":\"One Ltd\",\"taxId\":\"FR-2\",\"parentCode\":\"HEAD\"}", 4)
                .statusCode(200)
                .body("version", equalTo(4));
    }

    @Test
    void anotherValueTakesTheFormerRequestBackAndTheOldValueAllOfThem() {
        put("C1", "{\"name\":\"One\",\"taxId\":\"FR-2\"}", 1).statusCode(200);
        int first = waiting().get(0);
        put("C1", "{\"name\":\"One\",\"taxId\":\"FR-3\"}", 1).statusCode(200);
        int second = waiting().get(0);
        assertThat(waiting()).containsExactly(second).doesNotContain(first);
        answer(first, "approve").statusCode(409);
        put("C1", "{\"name\":\"One\",\"taxId\":\"" + FIRST + "\"}", 1).statusCode(200);
        assertThat(waiting()).isEmpty();
        answer(second, "approve").statusCode(409);
    }

    @Test
    void noRouteLeadsRound() {
        Api.erp()
                .contentType("application/x-ndjson")
                .body("""
                        {"code":"C1","name":"One","taxId":"FR-2"}
                        {"code":"HEAD","name":"Head","parentCode":"C1"}
                        {"code":"NEW","name":"New","taxId":"FR-9","parentCode":"HEAD"}""".getBytes(StandardCharsets.UTF_8))
                .post(books.path("customers/batch"))
                .then()
                .statusCode(200)
                .body("created", equalTo(1), "rejected", equalTo(2))
                .body("errors.pointer", contains("/taxId", "/parentCode"));
        put("C1", "{\"name\":\"One\",\"taxId\":\"FR-2\",\"type\":\"INDIVIDUAL\"}", 1)
                .statusCode(200)
                .body("taxId", equalTo(FIRST));
        // who asked doesn't answer, by whatever door
        int request = waiting().get(0);
        Api.erp()
                .contentType(ContentType.JSON)
                .body("{}")
                .post(path(request, "approve"))
                .then()
                .statusCode(403);
        books.get("customers/C1").body("taxId", equalTo(FIRST));
    }

    @Test
    void aParentIsCheckedWhenItComesIntoForce() {
        put("C1", "{\"name\":\"One\",\"taxId\":\"" + FIRST + "\",\"parentCode\":\"HEAD\"}", 1)
                .statusCode(200);
        put("HEAD", "{\"name\":\"Head\",\"parentCode\":\"C1\"}", 1).statusCode(200);
        List<Integer> requests = waiting();
        answer(requests.get(0), "approve").statusCode(200);
        answer(requests.get(1), "approve").statusCode(422).body("errors[0].message", containsString("ring"));
        assertThat(waiting()).containsExactly(requests.get(1));
    }

    @Test
    void aBankAccountCountsOnceAnotherPersonAgreed() {
        account("6222021234567890123").body("waiting", equalTo(true));
        account("6222021234567899999");
        List<Integer> requests = waiting();
        answer(requests.get(0), "reject").statusCode(200);
        answer(requests.get(1), "approve").statusCode(200);
        books.get("customers/C1/bank-accounts")
                .body("number", contains("•••• 0123", "•••• 9999"))
                .body("waiting", contains(false, true))
                .body("[1].removedBy", equalTo(approver.username()));
        assertThat(waiting()).isEmpty();
        Api.admin().get(books.path("change-requests?mine=true")).then().body("$", empty());
    }

    private ValidatableResponse account(String number) {
        return books.post(
                        "customers/C1/bank-accounts",
                        "{\"bank\":\"工商银行\",\"holder\":\"One\",\"number\":\"" + number + "\"}")
                .statusCode(201);
    }

    private ValidatableResponse put(String code, String body, int version) {
        var request = Api.erp().contentType(ContentType.JSON).body(body);
        return (version == 0 ? request : request.header("If-Match", "\"" + version + "\""))
                .put(books.path("customers/" + code))
                .then();
    }

    private List<Integer> waiting() {
        return Api.admin()
                .get(books.path("change-requests?state=PENDING"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("id");
    }

    private String path(int request, String what) {
        return books.path("change-requests/" + request + "/" + what);
    }

    private ValidatableResponse answer(int request, String what) {
        return approver.request().body("{}").post(path(request, what)).then();
    }
}
