package dev.assay.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assay.fixture.Api;
import dev.assay.platform.database.EmbeddedPostgres;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes on one database grade a ledger while they are killed again and again, and the database goes down in mid-run twice; what
 * comes out is what an undisturbed run gives, and every customer is decided about once.
 */
class KilledRunIT {

    private static final int CUSTOMERS = 12_000;
    private static final int KILLS = 20;
    private static final int KILL_WITHIN_MS = 1_500;
    private static final int DATABASE_FAILURES = 2;
    private static final int SCHEDULES = 3;
    private static final Set<String> FINAL = Set.of("DONE", "FAILED", "CANCELLED", "DISCARDED");

    @TempDir
    Path data;

    private final Random random = new Random(7);
    private final ExecutorService starts = Executors.newCachedThreadPool();
    private EmbeddedPostgres postgres;
    private List<Future<PackagedService>> nodes;

    @Test
    void whateverDiesTheEndIsThatOfAnUndisturbedRun() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start(data)) {
            postgres = database;
            nodes = new ArrayList<>(List.of(node(), node()));
            try {
                load("calm");
                load("troubled");
                eachTimeOfAScheduleIsOneRun();
                PlannedVersion.servesOnEveryNodeFromItsTimeOn(
                        "calm",
                        List.of(nodes.get(0).get().url(), nodes.get(1).get().url()));
                int kills = 0;
                List<Long> troubled = new ArrayList<>();
                while (kills < KILLS) {
                    long run = start("troubled", asOf(troubled.size()));
                    kills += trouble(run, troubled.size() < DATABASE_FAILURES);
                    assertThat(finish("troubled", run)).isEqualTo("DONE");
                    troubled.add(run);
                }
                for (int i = 0; i < troubled.size(); i++) {
                    long calm = start("calm", asOf(i));
                    assertThat(finish("calm", calm)).isEqualTo("DONE");
                    List<String> decided = decided("calm", calm);
                    assertThat(decided).hasSize(CUSTOMERS);
                    assertThat(decided("troubled", troubled.get(i))).isEqualTo(decided);
                }
                assertThat(standing("troubled")).hasSize(CUSTOMERS).isEqualTo(standing("calm"));
            } finally {
                for (Future<PackagedService> node : nodes) {
                    node.get().close();
                }
                starts.shutdown();
            }
        }
    }

    /** Both nodes know the schedules; the one that comes first takes each of their times. */
    private void eachTimeOfAScheduleIsOneRun() throws SQLException {
        ZonedDateTime now = ZonedDateTime.now(ZoneId.of("Asia/Shanghai"));
        for (int i = 1; i <= SCHEDULES; i++) {
            ZonedDateTime time = now.plusSeconds(5L + i);
            Api.admin()
                    .contentType(ContentType.JSON)
                    .body("{\"cron\":\"%d %d %d %d %d ? %d\",\"mode\":\"SIMULATE\"}"
                            .formatted(
                                    time.getSecond(),
                                    time.getMinute(),
                                    time.getHour(),
                                    time.getDayOfMonth(),
                                    time.getMonthValue(),
                                    time.getYear()))
                    .put(url("calm/reclassification-schedules/once-" + i))
                    .then()
                    .statusCode(201);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> runs("calm").size() >= SCHEDULES);
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(60))
                .until(() -> runs("calm").size() == SCHEDULES);
        assertThat(runs("calm")).containsExactlyInAnyOrder("schedule once-1", "schedule once-2", "schedule once-3");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> lines("calm", "select state from reclassification").stream()
                        .allMatch("DONE"::equals));
    }

    private List<String> runs(String ledger) throws SQLException {
        return lines(ledger, "select requested_by from reclassification");
    }

    /** Kills nodes until the run is through, and once a backend of the database, which takes all of it down; returns how many nodes. */
    private int trouble(long run, boolean databaseToo) throws Exception {
        int kills = 0;
        boolean databaseDown = !databaseToo;
        while (kills < KILLS / 4 && !FINAL.contains(state("troubled", run))) {
            pause(random.nextInt(KILL_WITHIN_MS));
            if (!databaseDown) {
                for (Future<PackagedService> node : nodes) {
                    node.get(); // without a database none would come up
                }
                killBackend();
                databaseDown = true;
                pause(KILL_WITHIN_MS);
            }
            killOne();
            kills++;
        }
        return kills;
    }

    /** Kills a node that is up, while the other may be on its way, and starts another one in its place. */
    private void killOne() throws Exception {
        int node = random.nextInt(nodes.size());
        if (!nodes.get(node).isDone()) {
            node = nodes.size() - 1 - node;
        }
        nodes.get(node).get().kill();
        nodes.set(node, node());
    }

    /** One lost backend makes PostgreSQL end all others, recover and begin again. */
    private void killBackend() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            ProcessHandle.of(row.getLong(1)).orElseThrow().destroyForcibly();
        }
    }

    private static void pause(int milliseconds) throws InterruptedException {
        boolean counted = new CountDownLatch(1).await(milliseconds, TimeUnit.MILLISECONDS);
        assertThat(counted).isFalse();
    }

    /** A node on its way. */
    private Future<PackagedService> node() {
        Map<String, String> settings = Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                postgres.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME",
                postgres.username(),
                "QUARKUS_DATASOURCE_PASSWORD",
                postgres.password(),
                "ASSAY_RECLASSIFICATION_THREADS",
                "1",
                "ASSAY_RECLASSIFICATION_LEASE_SECONDS",
                "2");
        return starts.submit(() -> PackagedService.start(data, settings));
    }

    private String url(String rest) {
        try {
            Future<PackagedService> up = nodes.get(0).isDone() ? nodes.get(0) : nodes.get(1);
            return up.get().url() + "/api/v1/ledgers/" + rest;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("No node comes up", e);
        }
    }

    private void load(String ledger) {
        Api.admin()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"Killed\",\"baseCurrency\":\"CNY\",\"timeZone\":\"Asia/Shanghai\"}")
                .put(url(ledger))
                .then()
                .statusCode(201);
        StringBuilder customers = new StringBuilder();
        StringBuilder documents = new StringBuilder();
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.append("{\"code\":\"K%d\",\"name\":\"Customer %d\"}%n".formatted(i, i));
            for (int month = 1; month <= 3; month++) {
                documents.append("""
                        {"id":"I%d-%d","kind":"INVOICE","customerCode":"K%d","date":"2026-0%d-01","dueDate":"2026-0%d-20",\
                        "amount":%d.00,"currency":"CNY","settledOn":"2026-0%d-%02d"}
                        """.formatted(i, month, i, month, month, 100 + i, month + 1, 1 + i % 28));
            }
        }
        send(ledger + "/customers/batch", customers);
        send(ledger + "/documents", documents);
    }

    private void send(String path, StringBuilder lines) {
        Api.erp()
                .contentType("application/x-ndjson")
                .body(lines.toString().getBytes(StandardCharsets.UTF_8))
                .post(url(path))
                .then()
                .statusCode(200);
    }

    private long start(String ledger, String asOf) {
        return Api.admin()
                .contentType(ContentType.JSON)
                .body("{\"asOf\":\"" + asOf + "\",\"mode\":\"APPLY\"}")
                .post(url(ledger + "/reclassifications"))
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private String finish(String ledger, long run) {
        await().atMost(Duration.ofSeconds(120)).until(() -> FINAL.contains(state(ledger, run)));
        return state(ledger, run);
    }

    /** Straight from the database, which may be recovering: then the run isn't through. */
    private String state(String ledger, long run) {
        try (Connection connection = connect();
                PreparedStatement query =
                        connection.prepareStatement("select state from reclassification where id = ?")) {
            enter(connection, ledger);
            query.setLong(1, run);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException e) {
            return "UNKNOWN: " + e.getSQLState();
        }
    }

    private static String asOf(int run) {
        return LocalDate.of(2026, 4, 28).plusMonths(run).toString();
    }

    /** What a run decided, one line for each decision: a customer decided about twice stands there twice. */
    private List<String> decided(String ledger, long run) throws SQLException {
        return lines(ledger, """
                select c.code || ' ' || (to_jsonb(d) - '{id,evaluation_id,decided_at,customer_id,ledger_id}'::text[])::text
                  from decision d
                  join reclassification r on r.evaluation_id = d.evaluation_id
                  join customer c on c.id = d.customer_id
                 where r.id = %d
                 order by c.code collate "C"
                """.formatted(run));
    }

    private List<String> standing(String ledger) throws SQLException {
        return lines(ledger, """
                select c.code || ' ' || (to_jsonb(s) - '{decision_id,decided_at,customer_id,ledger_id}'::text[])::text
                  from classification s
                  join customer c on c.id = s.customer_id
                 order by c.code collate "C"
                """);
    }

    private List<String> lines(String ledger, String sql) throws SQLException {
        try (Connection connection = connect()) {
            enter(connection, ledger);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                List<String> lines = new ArrayList<>();
                while (row.next()) {
                    lines.add(row.getString(1));
                }
                return lines;
            }
        }
    }

    private static void enter(Connection connection, String ledger) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select set_config('assay.ledger', (select id::text from ledger where code = ?), false)")) {
            statement.setString(1, ledger);
            statement.execute();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }
}
