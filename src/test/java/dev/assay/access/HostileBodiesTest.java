package dev.assay.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.access.Endpoints.Endpoint;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.People;
import dev.assay.fixture.ServiceTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Bodies that no client should send, to every endpoint that takes one: told what is wrong, never that something went wrong inside. */
@ServiceTest
class HostileBodiesTest {

    private static final List<String> BODIES = List.of(
            "",
            "null",
            "true",
            "7",
            "\"text\"",
            "[]",
            "[null]",
            "{}",
            "{",
            "{\"amount\":1e-999999999,\"orderId\":\"O\",\"customerCode\":\"C1\"}",
            "{\"amount\":1e999999999,\"orderId\":\"O\",\"customerCode\":\"C1\"}",
            "{\"amount\":1,\"currency\":\"USD\",\"rate\":1e-999999999,\"orderId\":\"O\",\"customerCode\":\"C1\"}",
            "\u0000\u0001",
            """
            {"name":"a\\u0000b","note":"a\\u0000b","reason":"a\\u0000b","evidence":"a\\u0000b","comment":"a\\u0000b",
             "content":"a\\u0000b","contact":"a\\u0000b","owner":"a\\u0000b","bank":"a\\u0000b","holder":"a\\u0000b",
             "number":"11112222","amount":1,"orderId":"a\\u0000b","customerCode":"C1"}""");

    @TestFactory
    List<DynamicTest> noBodyBreaksAnything() {
        Books books = Books.inCny().customer("C1");
        // a session: passwords are slow to check on purpose
        People.Session admin = People.session("admin", Api.ADMIN_PASSWORD);
        List<DynamicTest> tests = new ArrayList<>();
        for (Endpoint endpoint : Endpoints.all()) {
            if (endpoint.mediaType() != null && !endpoint.path().contains("/session")) {
                tests.add(DynamicTest.dynamicTest(
                        endpoint.verb() + " " + endpoint.path(), () -> check(endpoint, admin, books)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(60);
        return tests;
    }

    private static void check(Endpoint endpoint, People.Session admin, Books books) {
        String path = endpoint.path()
                .replace("{ledger}", books.ledger())
                .replace("{code}", "C1")
                .replaceAll("\\{(id|other)}", "1")
                .replaceAll("\\{[^}]+}", "nothing");
        for (String body : BODIES) {
            RequestSpecification request = admin.request().contentType(endpoint.mediaType());
            Response response = (body.isEmpty() ? request : request.body(body.getBytes(StandardCharsets.UTF_8)))
                    .request(endpoint.verb(), path);
            assertThat(response.statusCode())
                    .as("%s: %s", body, response.asString())
                    .isNotEqualTo(500);
            assertThat(response.asString()).doesNotContain("Exception").doesNotContain("\tat ");
        }
    }
}
