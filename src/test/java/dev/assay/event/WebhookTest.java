package dev.assay.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.People;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events for other systems: read from a cursor, or sent to receivers that fail in every way. */
@ServiceTest
class WebhookTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> taken = Collections.synchronizedList(new ArrayList<>());
    private final List<String> badSignatures = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger calls = new AtomicInteger();
    private volatile String secret = "";
    private volatile String refused = "nothing";
    private HttpServer receiver;
    private Books books;

    @BeforeEach
    void aLedger() throws IOException {
        books = Books.inCny();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(Executors.newCachedThreadPool());
        receiver.createContext("/", this::receive);
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void aReceiverThatFailsInEveryWayGetsEveryEventInOrder() {
        long webhook = webhook("{\"url\":\"" + url() + "\"}");
        for (int i = 0; i < 6; i++) {
            books.customer("C" + i);
            books.post("customers/C" + i + "/evaluations", "{\"asOf\":\"2026-01-31\"}")
                    .statusCode(201);
            order("O" + i, "C" + i);
        }
        people();
        List<String> expected = ids(events("?limit=1000"));
        assertThat(expected).hasSizeGreaterThan(12);
        await().atMost(Duration.ofSeconds(60)).until(() -> distinct().size() >= expected.size());
        assertThat(distinct()).containsExactlyElementsOf(expected);
        assertThat(badSignatures).isEmpty();
        Map<String, Long> last = new HashMap<>();
        for (JsonNode event : taken) {
            Long before = last.put(
                    event.path("subject").asText(), event.path("sequence").asLong());
            assertThat(before == null || before <= event.path("sequence").asLong())
                    .isTrue();
        }
        assertThat(attempts(webhook, ""))
                .anySatisfy(each -> assertThat(each.path("status").asInt()).isEqualTo(500));
        assertThat(attempts(webhook, ""))
                .anySatisfy(each -> assertThat(each.has("status")).isFalse());

        Api.admin()
                .contentType(ContentType.JSON)
                .body("{\"after\":0}")
                .post(books.path("webhooks/" + webhook + "/replay"))
                .then()
                .statusCode(200);
        int before = taken.size();
        await().atMost(Duration.ofSeconds(60)).until(() -> taken.size() >= before + expected.size());
    }

    @Test
    void whatIsNeverTakenBecomesADeadLetterAndTheRestGoesOn() {
        books.customer("BAD").customer("GOOD");
        refused = "BAD";
        long webhook = webhook("{\"url\":\"" + url() + "\",\"types\":[\"dev.assay.classification.changed\"]}");
        books.post("customers/BAD/evaluations", "{\"asOf\":\"2026-01-31\"}").statusCode(201);
        books.post("customers/GOOD/evaluations", "{\"asOf\":\"2026-01-31\"}").statusCode(201);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> taken.stream()
                        .anyMatch(each -> each.path("subject").asText().equals("GOOD")));
        List<JsonNode> dead = attempts(webhook, "?deadLetters=true");
        assertThat(dead).hasSize(1);
        refused = "nothing";
        Api.admin()
                .contentType(ContentType.JSON)
                .body("{\"after\":" + (dead.get(0).path("event").asLong() - 1) + "}")
                .post(books.path("webhooks/" + webhook + "/replay"))
                .then()
                .statusCode(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> taken.stream()
                        .anyMatch(each -> each.path("subject").asText().equals("BAD")));
    }

    @Test
    void aReaderWithACursorMissesNothing() {
        books.customer("C1").customer("C2");
        books.post("customers/C1/evaluations", "{\"asOf\":\"2026-01-31\"}").statusCode(201);
        JsonNode first = events("");
        assertThat(first.path("items")).hasSize(1);
        JsonNode event = first.path("items").get(0);
        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
        assertThat(event.path("type").asText()).isEqualTo("dev.assay.classification.changed");
        assertThat(event.path("data").path("before").isNull()).isTrue();
        assertThat(event.path("data")
                        .path("after")
                        .path("creditLimit")
                        .path("type")
                        .asText())
                .isEqualTo("NONE");
        order("O1", "C2");
        JsonNode next = events("?after=" + first.path("after").asLong());
        assertThat(next.path("items").findValuesAsText("type")).containsExactly("dev.assay.hold.raised");
        assertThat(events("?after=" + next.path("after").asLong()).path("items"))
                .isEmpty();
        assertThat(events("?type=dev.assay.run.finished").path("items")).isEmpty();
    }

    @Test
    void onlyAnAddressIsAnAddress() {
        for (String bad : List.of("", "ftp://x/", "http://user:pass@x/", "nonsense", "file:///etc/passwd")) {
            Api.admin()
                    .contentType(ContentType.JSON)
                    .body("{\"url\":\"" + bad + "\"}")
                    .post(books.path("webhooks"))
                    .then()
                    .statusCode(422)
                    .body("errors[0].pointer", equalTo("/url"));
        }
        long webhook = webhook("{\"url\":\"" + url() + "\"}");
        assertThat(Api.admin().get(books.path("webhooks")).asString()).doesNotContain("secret", secret);
        assertThat(Api.admin().get(books.path("audit?entity=webhook")).asString())
                .contains(url())
                .doesNotContain(secret);
        Api.admin().delete(books.path("webhooks/" + webhook)).then().statusCode(204);
        Api.admin().get(books.path("webhooks/" + webhook + "/attempts")).then().statusCode(404);
    }

    private String url() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/in";
    }

    private long webhook(String body) {
        JsonNode made = Api.body(Api.admin()
                .contentType(ContentType.JSON)
                .body(body)
                .post(books.path("webhooks"))
                .then()
                .statusCode(201));
        secret = made.path("secret").asText();
        return made.path("id").asLong();
    }

    /** A hold and its release by a person, so that customers have several events in an order that matters. */
    private void people() {
        People.Session controller = People.person("event-controller", "{\"roles\":[\"CONTROLLER\"]}");
        for (int i = 0; i < 3; i++) {
            int hold = controller
                    .request()
                    .body("{\"reason\":\"a cheque bounced\"}")
                    .post(books.path("customers/C" + i + "/holds"))
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
            controller
                    .request()
                    .body("{\"note\":\"paid\"}")
                    .post(books.path("holds/" + hold + "/release"))
                    .then()
                    .statusCode(200);
        }
    }

    private void order(String order, String customer) {
        books.post(
                        "credit-checks",
                        "{\"orderId\":\"%s\",\"customerCode\":\"%s\",\"amount\":5}".formatted(order, customer))
                .statusCode(200)
                .body("decision", equalTo("HOLD"));
    }

    private JsonNode events(String query) {
        return Api.tree(Api.erp().get(books.path("events" + query)));
    }

    private List<JsonNode> attempts(long webhook, String query) {
        List<JsonNode> attempts = new ArrayList<>();
        Api.tree(Api.admin().get(books.path("webhooks/" + webhook + "/attempts" + query)))
                .forEach(attempts::add);
        return attempts;
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("items").forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    private Set<String> distinct() {
        Set<String> ids = new LinkedHashSet<>();
        synchronized (taken) {
            taken.forEach(each -> ids.add(each.path("id").asText()));
        }
        return ids;
    }

    /** Answers 500, too late, not at all, and now and then as it should. */
    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode event = JSON.readTree(body);
        check(exchange, event, body);
        int call = calls.getAndIncrement();
        if (event.path("subject").asText().equals(refused)) {
            answer(exchange, 400);
        } else if (call == 1 || call % 9 == 8) {
            answer(exchange, 500);
        } else if (call == 3) {
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            answer(exchange, 200);
        } else if (call == 5) {
            exchange.close();
        } else {
            taken.add(event);
            answer(exchange, call % 2 == 0 ? 200 : 204);
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void check(HttpExchange exchange, JsonNode event, String body) {
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String signed = id + "." + exchange.getRequestHeaders().getFirst("webhook-timestamp") + "." + body;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String expected =
                    "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
            boolean right = expected.equals(exchange.getRequestHeaders().getFirst("webhook-signature"))
                    && id.equals(event.path("id").asText());
            if (!right) {
                badSignatures.add(body);
            }
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
