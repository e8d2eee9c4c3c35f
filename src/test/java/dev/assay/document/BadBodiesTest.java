package dev.assay.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that can't be read as a whole is refused as a whole. */
@ServiceTest
class BadBodiesTest {
    private static final String GOOD =
            "{'id':'G%d','kind':'INVOICE','customerCode':'C1','date':'2026-01-05','amount':1}";

    private static String good(int number) {
        return GOOD.formatted(number).replace('\'', '"');
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void nothingIsStored(Books books) {
        assertThat(books.value("select count(*) from document")).isEqualTo("0");
        assertThat(books.value("select count(*) from document_batch")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[%s",
                "[%s,",
                "[%s,{\"id\":",
                "[%s,{\"id\":\"x\"",
                "%s",
                "",
                "[%s] []",
                "[%s,]",
                "[%s}",
                "nonsense"
            })
    void anArrayThatIsNotWholeStoresNothing(String body) {
        Books books = Books.inCny("C1");
        books.post(utf8(body.formatted(good(1))), "application/json")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", Matchers.equalTo("urn:assay:problem:malformed-json"));
        nothingIsStored(books);
    }

    @Test
    void anArrayInAnotherEncodingStoresNothing() {
        Books books = Books.inCny("C1");
        books.post(("[" + good(1) + ",{\"id\":\"\u00ff\"}]").getBytes(StandardCharsets.ISO_8859_1), "application/json")
                .statusCode(400)
                .body("type", Matchers.equalTo("urn:assay:problem:invalid-encoding"));
        nothingIsStored(books);
    }

    @Test
    void elementsOfAnArrayAreRejectedOneByOne() {
        Books books = Books.inCny("C1");
        books.post(
                        utf8("[" + good(1) + ", 7, [[1]], {\"id\":\"X\",\"what\":{\"a\":[]}}, " + good(2) + "]"),
                        "application/json")
                .statusCode(200)
                .body("accepted", Matchers.equalTo(2))
                .body("errors.line", Matchers.equalTo(List.of(2, 3, 4)))
                .body("errors.code", Matchers.equalTo(List.of("WRONG_TYPE", "WRONG_TYPE", "UNKNOWN_FIELD")))
                .body("errors[2].documentId", Matchers.equalTo("X"));
    }

    @Test
    void aTruncatedLastLineIsRejectedAndTheRestRecorded() {
        Books books = Books.inCny("C1");
        books.post(utf8(good(1) + "\n\n" + good(2).substring(0, 40)), "application/x-ndjson")
                .statusCode(200)
                .body("accepted", Matchers.equalTo(1))
                .body("errors[0].line", Matchers.equalTo(3))
                .body("errors[0].code", Matchers.equalTo("MALFORMED_JSON"))
                .body("errors[0].message", Matchers.containsString("the last line ends in its middle"));
    }

    @Test
    void anEmptyFeedIsASuccessfulOne() {
        Books books = Books.inCny("C1");
        books.lines("").counts(0, 0, 0, 0);
        books.post(utf8("[]"), "application/json").statusCode(200);
        assertThat(books.value("select count(*) from document_batch")).isEqualTo("2");
    }

    @Test
    void tooManyRejectedLinesRefuseTheBatchAndTheFirstAreTold() {
        Books books = Books.inCny("C1");
        String bad = IntStream.rangeClosed(1, 10_000)
                .mapToObj(i -> "{\"id\":\"B" + i + "\"}\n")
                .collect(Collectors.joining());
        books.post(utf8(good(0) + "\n" + bad), "application/x-ndjson")
                .statusCode(200)
                .body("accepted", Matchers.equalTo(1))
                .body("rejected", Matchers.equalTo(10_000));
        Books others = Books.inCny("C1");
        others.post(utf8(good(0) + "\n" + bad + "{}\n" + bad.repeat(20)), "application/x-ndjson")
                .statusCode(422)
                .body("type", Matchers.equalTo("urn:assay:problem:too-many-rejected-lines"))
                .body("errors.size()", Matchers.equalTo(100))
                .body("errors[0].pointer", Matchers.equalTo("line 2 (B1)"));
        nothingIsStored(others);
    }

    @Test
    void tooManyLinesThatDoNotFitTheLedgerRefuseTheBatchToo() {
        Books books = Books.inCny("C1");
        String strangers = IntStream.rangeClosed(0, 10_000)
                .mapToObj(i -> good(i).replace("C1", "C2") + "\n")
                .collect(Collectors.joining());
        books.post(utf8(strangers), "application/x-ndjson")
                .statusCode(422)
                .body("errors[0].message", Matchers.containsString("UNKNOWN_CUSTOMER"));
        nothingIsStored(books);
    }

    @Test
    void aLineOfAHundredMegabytesIsRejectedAndTheNextOneRecorded() throws Exception {
        Books books = Books.inCny("C1");
        byte[] megabyte = new byte[1_000_000];
        Arrays.fill(megabyte, (byte) 'x');
        List<InputStream> hundred = Collections.nCopies(100, megabyte).stream()
                .<InputStream>map(ByteArrayInputStream::new)
                .toList();
        InputStream body = new SequenceInputStream(
                new SequenceInputStream(Collections.enumeration(hundred)),
                new ByteArrayInputStream(utf8("\n" + good(1) + "\n")));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + books.path()))
                                .header("X-API-Key", Api.ERP_KEY)
                                .header("Content-Type", "application/x-ndjson")
                                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"accepted\":1", "\"rejected\":1", "LINE_TOO_LONG");
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-ndjson,true",
        "application/x-ndjson,false",
        "application/json,true",
        "application/json,false"
    })
    void aConnectionThatBreaksStoresNothing(String type, boolean chunked) throws IOException {
        Books books = Books.inCny("C1");
        String line = type.endsWith("ndjson") ? good(1) + "\n" : "[" + good(1) + ",";
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            String length = chunked
                    ? "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(line.length()) + "\r\n" + line + "\r\n"
                    : "Content-Length: 1000000\r\n\r\n" + line;
            socket.getOutputStream()
                    .write(utf8("POST " + books.path() + " HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + Api.ERP_KEY
                            + "\r\nContent-Type: " + type + "\r\n" + length));
            socket.getOutputStream().flush();
            awaitCopies(books, "exists");
        }
        awaitCopies(books, "not exists");
        nothingIsStored(books);
        books.lines(good(1)).counts(1, 0, 0, 0);
    }

    /** Waits until a batch is being received, or none is any more. */
    private static void awaitCopies(Books books, String condition) {
        for (int i = 0; i < 600; i++) {
            if (books.value("select " + condition
                            + " (select from pg_stat_activity where query like 'copy intake %' and state = 'active')")
                    .equals("t")) {
                return;
            }
            books.value("select pg_sleep(0.05)");
        }
        throw new AssertionError("no such state within 30 s: copies " + condition);
    }

    @Test
    void onlyTheErpAndTheAdministratorMaySend() {
        Books books = Books.inCny("C1");
        Api.anonymous()
                .contentType("application/x-ndjson")
                .body(utf8(good(1)))
                .post(books.path())
                .then()
                .statusCode(401);
        Api.admin()
                .contentType("application/x-ndjson")
                .body(utf8(good(1)))
                .post(books.path())
                .then()
                .statusCode(200);
        Api.erp()
                .contentType("text/plain")
                .body(utf8(good(1)))
                .post(books.path())
                .then()
                .statusCode(415);
        Api.erp()
                .contentType("application/json")
                .body(utf8("[]"))
                .post("/api/v1/ledgers/NO-SUCH/documents")
                .then()
                .statusCode(404);
    }
}
