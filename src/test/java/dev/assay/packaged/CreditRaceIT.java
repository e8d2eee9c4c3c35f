package dev.assay.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.People;
import dev.assay.platform.database.EmbeddedPostgres;
import io.restassured.RestAssured;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixty-four clients on two nodes. However their calls meet, credit for ten orders is used by ten orders; and after any mix of checks,
 * reservations, documents and corrections, with a node killed in the midst of it, exposure is what a plain reckoning of the
 * acknowledged calls says. More calls: {@code -Dassay.race.calls=100000}.
 */
class CreditRaceIT {

    private static final int CLIENTS = 64;
    private static final int CALLS = Integer.getInteger("assay.race.calls", 2_000);
    /** Of mixed calls in one ledger; more would measure how long histories get. */
    private static final int ROUND = 5_000;

    private static final int CUSTOMERS = 12;
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @TempDir
    Path data;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    private final AtomicInteger calls = new AtomicInteger();
    private EmbeddedPostgres postgres;
    private volatile List<PackagedService> nodes = List.of();
    private Books books;

    /** What one client knows of an order it looks after; all of it was acknowledged. */
    private static final class Order {
        private final String id;
        private final String customer;
        private BigDecimal posted;
        private BigDecimal invoiced = BigDecimal.ZERO;
        private BigDecimal paid = BigDecimal.ZERO;
        private BigDecimal allocated = BigDecimal.ZERO;
        private long reservation;
        private String state = "NONE";
        private BigDecimal reserved = BigDecimal.ZERO;

        Order(String id, String customer) {
            this.id = id;
            this.customer = customer;
        }

        boolean reserves() {
            boolean arrived = posted != null || invoiced.signum() > 0;
            return !arrived && (state.equals("HELD") || state.equals("CONFIRMED"));
        }

        /** Open order, open item less unapplied cash, reservation. */
        BigDecimal exposure() {
            BigDecimal order =
                    posted == null ? BigDecimal.ZERO : posted.subtract(invoiced).max(BigDecimal.ZERO);
            boolean counts = reserves();
            BigDecimal open = invoiced.subtract(allocated).max(BigDecimal.ZERO);
            BigDecimal unapplied =
                    paid.subtract(allocated).add(allocated.subtract(invoiced).max(BigDecimal.ZERO));
            return order.add(open).subtract(unapplied).add(counts ? reserved : BigDecimal.ZERO);
        }
    }

    @Test
    void creditIsUsedOnceAndExposureIsWhatWasAcknowledged() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start(data)) {
            postgres = database;
            nodes = List.of(node(), node());
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            try {
                prepare(0);
                exactlyTenOrders(clients);
                int made = 0;
                for (int done = 0; done < CALLS; done += ROUND) {
                    if (done > 0) {
                        prepare(done);
                    }
                    long from = System.nanoTime();
                    anyMixOfCalls(clients, Math.min(ROUND, CALLS - done), done == 0);
                    made += calls.get();
                    System.out.printf(
                            "%,d mixed calls made, the last %,d in %d s%n",
                            made,
                            calls.get(),
                            Duration.ofNanos(System.nanoTime() - from).toSeconds());
                }
            } finally {
                clients.shutdownNow();
                RestAssured.reset();
                for (PackagedService node : nodes) {
                    node.close();
                }
            }
        }
    }

    private void prepare(int round) {
        RestAssured.baseURI = nodes.get(0).url();
        RestAssured.port = URI.create(nodes.get(0).url()).getPort();
        books = Books.inCny();
        People.Session controller = People.person("race-controller-" + round, "{\"roles\":[\"CONTROLLER\"]}");
        People.Session approver = People.person("race-approver-" + round, "{\"roles\":[\"APPROVER\"]}");
        for (int i = 0; i < CUSTOMERS; i++) {
            String code = "C" + i;
            books.customer(code);
            books.post("customers/" + code + "/evaluations", "{}").statusCode(201);
            String limit = i == 0 ? "{\"type\":\"AMOUNT\",\"amount\":10000}" : "{\"type\":\"UNLIMITED\"}";
            for (String wish : List.of(
                    "\"field\":\"LIMIT\",\"value\":" + limit,
                    "\"field\":\"TERM\",\"value\":{\"type\":\"OPEN_ACCOUNT\",\"creditPeriodDays\":30}")) {
                int request = controller
                        .request()
                        .body("{" + wish + ",\"reason\":\"a test\",\"evidence\":\"none\",\"expiresOn\":\""
                                + today.plusDays(9) + "\"}")
                        .post(books.path("customers/" + code + "/overrides"))
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");
                approver.request()
                        .body("{}")
                        .post(books.path("change-requests/" + request + "/approve"))
                        .then()
                        .statusCode(200);
            }
        }
        books.post("feed/heartbeat", "{}").statusCode(200);
    }

    /** All at once, and once more for the orders that were told to wait. */
    private void exactlyTenOrders(ExecutorService clients) throws Exception {
        for (int round = 0; round < 2; round++) {
            List<Future<JsonNode>> answers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String order = "RACE-" + i;
                int node = i;
                answers.add(clients.submit(() -> ask(node, "POST", "credit-checks", check(order, "C0", "1000", true))));
            }
            int passed = 0;
            for (Future<JsonNode> answer : answers) {
                passed += answer.get().path("decision").asText().equals("HOLD") ? 0 : 1;
            }
            assertThat(passed).as("round " + round).isEqualTo(10);
        }
        JsonNode position = ask(1, "GET", "customers/C0/credit", null);
        assertThat(position.path("reservations")).hasSize(10);
        assertThat(position.path("available").decimalValue()).isEqualByComparingTo("0");
    }

    private void anyMixOfCalls(ExecutorService clients, int round, boolean kill) throws Exception {
        calls.set(0);
        List<Order> orders = new ArrayList<>();
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            List<Order> own = new ArrayList<>();
            for (int j = 0; j < 6; j++) {
                own.add(new Order("M-" + i + "-" + j, "C" + (1 + (i + j) % (CUSTOMERS - 1))));
            }
            orders.addAll(own);
            int client = i;
            work.add(() -> {
                Random random = new Random(client);
                for (int call = 0; call < (round + CLIENTS - 1) / CLIENTS; call++) {
                    step(client, own.get(random.nextInt(own.size())), random);
                }
                return null;
            });
        }
        List<Future<Void>> running = new ArrayList<>();
        work.forEach(each -> running.add(clients.submit(each)));
        if (kill) {
            while (calls.get() < round / 3) {
                Thread.sleep(20);
            }
            nodes.get(1).kill();
            nodes = List.of(nodes.get(0), nodes.get(0), node());
        }
        for (Future<Void> each : running) {
            each.get();
        }
        expireSome(orders);
        Map<String, BigDecimal> expected = new HashMap<>();
        orders.forEach(order -> expected.merge(order.customer, order.exposure(), BigDecimal::add));
        for (Map.Entry<String, BigDecimal> each : expected.entrySet()) {
            JsonNode position = ask(0, "GET", "customers/" + each.getKey() + "/credit", null);
            assertThat(position.path("exposure").path("total").decimalValue())
                    .as(each.getKey())
                    .isEqualByComparingTo(each.getValue());
        }
    }

    private void step(int client, Order order, Random random) throws Exception {
        calls.incrementAndGet();
        BigDecimal amount = BigDecimal.valueOf(1 + random.nextInt(1_000_000), 2);
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> {
                JsonNode answer = ask(
                        client, "POST", "credit-checks", check(order.id, order.customer, amount.toPlainString(), true));
                note(order, answer.path("reservation"));
            }
            case 3 -> {
                if (order.reserves()) {
                    String what = random.nextBoolean() ? "confirm" : "release";
                    note(order, ask(client, "POST", "reservations/" + order.reservation + "/" + what, "{}"));
                }
            }
            case 4 -> {
                BigDecimal posted = random.nextInt(4) == 0 ? BigDecimal.ZERO : amount;
                feed(client, "ORDER", order.id, order.customer, posted, "");
                order.posted = posted;
            }
            case 5 -> {
                feed(
                        client,
                        "INVOICE",
                        order.id + "-I",
                        order.customer,
                        amount,
                        ",\"orderId\":\"" + order.id + "\",\"dueDate\":\"" + today.plusDays(30) + "\"");
                order.invoiced = amount;
            }
            case 6 -> {
                if (order.invoiced.signum() > 0) {
                    BigDecimal allocated = amount.min(order.invoiced);
                    feed(
                            client,
                            "PAYMENT",
                            order.id + "-P",
                            order.customer,
                            amount,
                            ",\"allocations\":[{\"invoiceId\":\"" + order.id + "-I\",\"amount\":" + allocated
                                    + ",\"date\":\"" + today + "\"}]");
                    order.paid = amount;
                    order.allocated = allocated;
                }
            }
            case 7 -> ask(client, "GET", "customers/" + order.customer + "/credit", null);
            default -> ask(client, "POST", "customers/" + order.customer + "/evaluations", "{}");
        }
    }

    private static void note(Order order, JsonNode reservation) {
        if (reservation.isObject()) {
            order.reservation = reservation.path("id").asLong();
            order.state = reservation.path("state").asText();
            order.reserved = reservation.path("amount").decimalValue();
        }
    }

    /** As the clock would. */
    private void expireSome(List<Order> orders) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("select set_config('assay.ledger', (select id::text from ledger where code = '"
                    + books.ledger() + "'), false)");
            statement.executeUpdate(
                    "update reservation set expires_at = now() - interval '1 second' where state = 'HELD' and id % 3 = 0");
        }
        orders.stream()
                .filter(order -> order.reservation % 3 == 0 && order.state.equals("HELD"))
                .forEach(order -> order.state = "EXPIRED");
    }

    private void feed(int client, String kind, String id, String customer, BigDecimal amount, String more)
            throws Exception {
        JsonNode answer = ask(
                client,
                "POST",
                "documents",
                "[{\"id\":\"%s\",\"kind\":\"%s\",\"customerCode\":\"%s\",\"date\":\"%s\",\"amount\":%s,\"currency\":\"CNY\"%s}]"
                        .formatted(id, kind, customer, today, amount, more));
        assertThat(answer.path("rejected").asInt()).as(answer.toString()).isZero();
    }

    private static String check(String order, String customer, String amount, boolean reserve) {
        return "{\"orderId\":\"%s\",\"customerCode\":\"%s\",\"amount\":%s,\"reserve\":%s}"
                .formatted(order, customer, amount, reserve);
    }

    /** Until a node that lives has answered; a call that can be refused for good reason isn't made. */
    private JsonNode ask(int client, String verb, String path, String body) throws Exception {
        for (int attempt = 0; attempt < 2_000; attempt++) {
            PackagedService node = nodes.get((client + attempt) % nodes.size());
            HttpRequest request = HttpRequest.newBuilder(URI.create(node.url() + books.path(path)))
                    .timeout(Duration.ofSeconds(60))
                    .header("X-API-Key", Api.ERP_KEY)
                    .header("Content-Type", "application/json")
                    .method(
                            verb,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                boolean later = response.statusCode() == 503 && path.equals("documents");
                if (!later) {
                    assertThat(response.statusCode())
                            .as(verb + " " + path + ": " + response.body())
                            .isIn(200, 201);
                    return JSON.readTree(response.body());
                }
                // as many batches as a node takes at once are under way, and as many wait
                Thread.sleep(200);
            } catch (IOException e) {
                // the node was killed, which its connections know a moment before its parent does: another one is asked
                for (int i = 0; i < 50 && node.isAlive(); i++) {
                    Thread.sleep(100);
                }
                assertThat(node.isAlive())
                        .as("only a dead node doesn't answer: " + e)
                        .isFalse();
            }
        }
        throw new AssertionError("No node answers");
    }

    private PackagedService node() throws IOException {
        return PackagedService.start(
                data,
                Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        postgres.jdbcUrl(),
                        "QUARKUS_DATASOURCE_USERNAME",
                        postgres.username(),
                        "QUARKUS_DATASOURCE_PASSWORD",
                        postgres.password()));
    }
}
