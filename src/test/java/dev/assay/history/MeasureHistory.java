package dev.assay.history;

import dev.assay.bench.GenerateLedger;
import dev.assay.engine.fact.Metric;
import dev.assay.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Measures the metrics of a generated ledger: CPU of the whole ledger against one pass of ten plain aggregates, and the time of one
 * customer. Reads the CPU of the database's process from /proc, so it runs beside the database, on Linux. How to run it and what
 * came out: docs/benchmarks.md.
 */
public final class MeasureHistory {

    private static final Set<Metric> POLICY = EnumSet.of(
            Metric.PAYMENT_INDEX,
            Metric.ON_TIME_RATIO,
            Metric.OLDEST_OVERDUE_DAYS,
            Metric.TENURE_DAYS,
            Metric.PAID_INVOICES_12M,
            Metric.AVERAGE_MONTHLY_SALES,
            Metric.RECENCY_DAYS,
            Metric.NET_REVENUE_12M,
            Metric.VALUE_CLASS,
            Metric.EXPOSURE);
    private static final Set<Metric> MOST = EnumSet.complementOf(EnumSet.of(Metric.HIGH_CREDIT_12M));
    private static final int WARM_UP = 300;
    private static final int SAMPLES = 5_000;

    /** The yardstick: ten plain sums, minima and maxima of every document, grouped by customer. */
    private static final String PLAIN_PASS = """
            select customer_id, sum(amount), sum(settled), sum(currency_amount), min(amount), max(amount), min(doc_date),
              max(doc_date), min(due_date), max(due_date), max(paid_on)
            from document%s where ledger_id = %d group by customer_id""";

    private final Connection connection;
    private final Ledger ledger;
    private final LocalDate asOf;
    private final Instant knownAt;
    private final int process;
    private final PaymentHistories histories = new PaymentHistories();

    private MeasureHistory(Connection connection, Ledger ledger, LocalDate asOf, Instant knownAt) throws SQLException {
        this.connection = connection;
        this.ledger = ledger;
        this.asOf = asOf;
        this.knownAt = knownAt;
        this.process = (int) number("select pg_backend_pid()");
    }

    /** Settings as {@code name=value}: url, user, password, ledger (its id), asOf, knownAt, rounds. */
    public static void main(String[] arguments) throws SQLException, IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "user",
                "assay",
                "password",
                "",
                "asOf",
                "2024-12-31",
                "knownAt",
                "2025-01-01T00:00:00Z",
                "rounds",
                "3"));
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            settings.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        int id = Integer.parseInt(settings.get("ledger"));
        try (Connection connection =
                DriverManager.getConnection(settings.get("url"), settings.get("user"), settings.get("password"))) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select set_config('assay.ledger', '" + id + "', true)");
                statement.execute("set local max_parallel_workers_per_gather = 0");
            }
            MeasureHistory measure = new MeasureHistory(
                    connection,
                    GenerateLedger.generated(id, "bench"),
                    LocalDate.parse(settings.get("asOf")),
                    Instant.parse(settings.get("knownAt")));
            for (int round = 0; round < Integer.parseInt(settings.get("rounds")); round++) {
                measure.wholeLedger();
            }
            measure.oneCustomer("policy", POLICY);
            measure.oneCustomer("all but highCredit12m", MOST);
            measure.oneCustomer("all", EnumSet.allOf(Metric.class));
            connection.rollback();
        }
    }

    private void wholeLedger() throws SQLException, IOException {
        double plain = cpu("one plain pass", this::plainPass);
        ratio(plain, cpu("policy", () -> all(POLICY)));
        ratio(plain, cpu("all but highCredit12m", () -> all(MOST)));
        ratio(plain, cpu("all", () -> all(EnumSet.allOf(Metric.class))));
        ratio(plain, cpu("cut-points", () -> {
            System.out.println("  " + WholeLedger.cutPoints(connection, ledger, asOf, knownAt));
            return 1;
        }));
    }

    /** By the same partitions and through the same driver as the metrics. */
    private long plainPass() throws SQLException {
        long rows = 0;
        for (int partition = 0; partition < DocumentPartition.COUNT; partition++) {
            String sql = PLAIN_PASS.formatted(DocumentPartition.suffix(partition), ledger.id());
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(1_000);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        rows++;
                    }
                }
            }
        }
        return rows;
    }

    private long all(Set<Metric> wanted) throws SQLException {
        long[] customers = {0};
        WholeLedger.forEach(connection, ledger, asOf, knownAt, wanted, null, customer -> customers[0]++);
        return customers[0];
    }

    private void oneCustomer(String what, Set<Metric> wanted) throws SQLException {
        long first = number("select min(id) from customer");
        long count = number("select count(*) from customer");
        Random random = new Random(1);
        double[] milliseconds = new double[SAMPLES];
        for (int i = -WARM_UP; i < SAMPLES; i++) {
            List<Long> customer = List.of(first + random.nextLong(count));
            long start = System.nanoTime();
            histories.of(connection, ledger, asOf, knownAt, wanted, customer, null);
            if (i >= 0) {
                milliseconds[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(milliseconds);
        System.out.printf(
                "one customer, %s: p50 %.2f ms, p99 %.2f ms, worst %.1f ms%n",
                what, milliseconds[SAMPLES / 2], milliseconds[SAMPLES * 99 / 100], milliseconds[SAMPLES - 1]);
    }

    private interface Work {
        long run() throws SQLException;
    }

    private double cpu(String what, Work work) throws SQLException, IOException {
        double before = cpuSeconds();
        long start = System.nanoTime();
        long rows = work.run();
        double seconds = cpuSeconds() - before;
        System.out.printf(
                "%-24s %,10d rows  CPU %6.2f s  wall %6.2f s", what, rows, seconds, (System.nanoTime() - start) / 1e9);
        System.out.println();
        return seconds;
    }

    private static void ratio(double plain, double seconds) {
        System.out.printf("  %.2f times the plain pass%n", seconds / plain);
    }

    /** User and system time of the database's process, in hundredths. */
    private double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
