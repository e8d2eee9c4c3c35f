package dev.assay.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.ledger.Ledger;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Measures bulk runs of a running service against {@link BareRun}, the floor, turn by turn: a first grading, runs over all
 * customers on the days after, and a run over one percent of them that changed. How to run it and what came out:
 * docs/benchmarks.md.
 */
public final class MeasureReclassification {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int CHANGED_PERCENT = 1;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI ledger;
    private final String password;
    private final BareRun floor;
    private final PrintStream out;

    /**
     * @param ledger address of the ledger, {@code http://…/api/v1/ledgers/{ledger}}
     * @param password of the user admin
     */
    public MeasureReclassification(URI ledger, String password, BareRun floor, PrintStream out) {
        this.ledger = ledger;
        this.password = password;
        this.floor = floor;
        this.out = out;
    }

    /** Settings as {@code name=value}: url, ledger, password (of admin), jdbc, user, secret (of the database), rounds. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "url", "http://127.0.0.1:8080", "ledger", "bench", "user", "assay", "secret", "", "rounds", "3"));
        for (String argument : arguments) {
            settings.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }
        String code = settings.get("ledger");
        Ledger generated = GenerateLedger.generated(id(settings, code), code);
        try (BareRun floor = new BareRun(() -> connect(settings), generated)) {
            URI address = URI.create(settings.get("url") + "/api/v1/ledgers/" + code);
            new MeasureReclassification(address, settings.get("password"), floor, System.out)
                    .measure(Integer.parseInt(settings.get("rounds")));
        }
    }

    private static Connection connect(Map<String, String> settings) throws SQLException {
        return DriverManager.getConnection(settings.get("jdbc"), settings.get("user"), settings.get("secret"));
    }

    private static int id(Map<String, String> settings, String code) throws SQLException {
        try (Connection connection = connect(settings)) {
            return GenerateLedger.ledgerId(connection, code);
        }
    }

    /** Returns the median run over all in times of the median floor. */
    public double measure(int rounds) throws Exception {
        LocalDate asOf = GenerateLedger.LAST_DAY;
        Figure first = run("ALL", asOf);
        tell("first grading", first);
        floor.prepare(first.id(), asOf);
        double[] floors = new double[rounds];
        double[] runs = new double[rounds];
        Figure all = first;
        for (int round = 0; round < rounds; round++) {
            floors[round] = floor.run();
            out.printf(Locale.ROOT, "%-22s %8.2f s%n", "floor", floors[round]);
            asOf = asOf.plusDays(1);
            all = run("ALL", asOf);
            runs[round] = all.seconds();
            tell("all, a day later", all);
        }
        Arrays.sort(floors);
        Arrays.sort(runs);
        double ratio = runs[rounds / 2] / floors[rounds / 2];
        out.printf(Locale.ROOT, "%-22s %8.2f times the floor%n", "all, medians", ratio);
        int changed = change((int) all.customers(), asOf.plusDays(1));
        Figure few = run("CHANGED", asOf.plusDays(1));
        tell("changed only", few);
        out.printf(
                Locale.ROOT,
                "%-22s %8.1f times faster than all, after %,d customers changed%n",
                "changed only",
                runs[rounds / 2] / few.seconds(),
                changed);
        return ratio;
    }

    /** A finished run: how long it took from the request to its end, by the service's clock. */
    private record Figure(long id, double seconds, long customers, long moved) {}

    private void tell(String what, Figure figure) {
        out.printf(
                Locale.ROOT,
                "%-22s %8.2f s %,12d customers %,10.0f customers/s %,10d moved%n",
                what,
                figure.seconds(),
                figure.customers(),
                figure.customers() / figure.seconds(),
                figure.moved());
    }

    private Figure run(String scope, LocalDate asOf) throws Exception {
        JsonNode run = ask("POST", "/reclassifications", "application/json", """
                {"mode":"APPLY","scope":"%s","asOf":"%s"}""".formatted(scope, asOf));
        long id = run.path("id").asLong();
        while (!run.has("finishedAt")) {
            Thread.sleep(LOOK_EVERY.toMillis());
            run = ask("GET", "/reclassifications/" + id, "application/json", "");
        }
        if (!run.path("state").asText().equals("DONE")) {
            throw new IOException("Run " + id + " is " + run);
        }
        Duration took = Duration.between(
                Instant.parse(run.path("requestedAt").asText()),
                Instant.parse(run.path("finishedAt").asText()));
        return new Figure(
                id,
                took.toNanos() / 1e9,
                run.path("customers").asLong(),
                run.path("progress").path("moved").asLong());
    }

    /** Sends an invoice for each of a percent of the customers; returns how many customers that are. */
    private int change(int customers, LocalDate day) throws IOException, InterruptedException {
        Random random = new Random(1);
        // New documents at each measurement: what was sent before would change nobody.
        long measurement = Instant.now().getEpochSecond();
        int step = 100 / CHANGED_PERCENT;
        StringBuilder lines = new StringBuilder();
        int changed = 0;
        for (int first = 1; first + step <= customers + 1; first += step) {
            lines.append(String.format(
                    Locale.ROOT,
                    """
                    {"id":"%d-%d","kind":"INVOICE","customerCode":"B%08d","date":"%s","dueDate":"%s","amount":%d.00,"currency":"CNY"}
                    """,
                    measurement,
                    first,
                    first + random.nextInt(step),
                    day,
                    day.plusDays(30),
                    100 + random.nextInt(10_000)));
            changed++;
        }
        ask("POST", "/documents", "application/x-ndjson", lines.toString());
        return changed;
    }

    private JsonNode ask(String method, String path, String type, String body)
            throws IOException, InterruptedException {
        String credentials = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ledger + path))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", type);
        request.method(
                method,
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return json.readTree(response.body());
    }
}
