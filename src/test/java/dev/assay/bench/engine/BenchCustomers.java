package dev.assay.bench.engine;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.CustomerFacts.Previous;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.PaymentHistory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A ledger of random customers, the same for every program and peer: one in ten lacks data, one in eight is new, most were graded
 * before, some gave guarantees. Every metric that any benchmark ruleset reads is set.
 */
public final class BenchCustomers {
    static final List<String> INDUSTRIES = List.of("钢铁", "化工", "纺织", "食品", "电子", "建材", "医药", "物流");
    static final List<String> REGIONS = List.of("华东", "华南", "华北", "华中", "西南", "西北", "东北", "海外");
    static final List<String> SIZES = List.of("L", "M", "S");

    private final Random random;

    private BenchCustomers(long seed) {
        this.random = new Random(seed);
    }

    /** So many customers; the same seed gives the same ones. */
    public static List<CustomerFacts> random(long seed, int count) {
        BenchCustomers customers = new BenchCustomers(seed);
        return IntStream.range(0, count).mapToObj(customers::customer).toList();
    }

    private CustomerFacts customer(int number) {
        return new CustomerFacts(
                "C" + number,
                LocalDate.of(2026, 6, 30),
                "CNY",
                "ENTERPRISE",
                anyOf(INDUSTRIES),
                anyOf(REGIONS),
                anyOf(SIZES),
                Set.of(),
                Map.of(),
                PaymentHistory.of(metrics()),
                previous(),
                random.nextInt(8) == 0 ? money(10_000_000) : BigDecimal.ZERO);
    }

    private Map<Metric, Object> metrics() {
        Map<Metric, Object> metrics = new EnumMap<>(Metric.class);
        boolean isNew = random.nextInt(8) == 0;
        metrics.put(Metric.PAYMENT_INDEX, random.nextInt(400) / 10.0 + 60);
        metrics.put(Metric.ON_TIME_RATIO, 1 - Math.pow(random.nextDouble(), 3));
        metrics.put(Metric.OLDEST_OVERDUE_DAYS, random.nextInt(5) < 3 ? 0 : random.nextInt(120));
        metrics.put(Metric.OVERDUE_RATIO, random.nextInt(5) < 3 ? 0.0 : random.nextDouble());
        metrics.put(Metric.LATE_DAYS_WEIGHTED, random.nextInt(600) / 10.0);
        metrics.put(Metric.TENURE_DAYS, isNew ? random.nextInt(120) : 90 + random.nextInt(2_000));
        metrics.put(Metric.PAID_INVOICES_12M, isNew ? random.nextInt(5) : 3 + random.nextInt(60));
        metrics.put(Metric.INVOICES_12M, 1 + random.nextInt(80));
        metrics.put(
                Metric.AVERAGE_MONTHLY_SALES,
                money(600_000_000).divide(BigDecimal.valueOf(1 + random.nextInt(12)), 10, RoundingMode.HALF_UP));
        metrics.put(Metric.NET_REVENUE_12M, money(600_000_000));
        metrics.put(Metric.OPEN_BALANCE, money(60_000_000));
        metrics.put(Metric.EXPOSURE, money(80_000_000));
        metrics.put(Metric.RETURNS_RATIO_12M, random.nextInt(100) / 1_000.0);
        metrics.put(Metric.REVENUE_TREND, random.nextDouble() * 2 - 1);
        metrics.put(Metric.DSO, random.nextInt(1_200) / 10.0);
        metrics.put(Metric.UTILIZATION, random.nextInt(150) / 100.0);
        metrics.put(Metric.RECENCY_DAYS, (int) (400 * Math.pow(random.nextDouble(), 3)));
        metrics.put(Metric.FREQUENCY_12M, random.nextInt(200));
        metrics.put(Metric.VALUE_CLASS, anyOf(List.of("A", "B", "C", "C")));
        if (random.nextInt(10) == 0) {
            metrics.keySet().removeIf(metric -> random.nextInt(4) == 0);
        }
        return metrics;
    }

    private Previous previous() {
        return random.nextInt(4) == 0
                ? null
                : new Previous(
                        anyOf(List.of("A", "B", "C", "D", "E")),
                        random.nextInt(8) == 0,
                        random.nextInt(50) == 0 ? null : money(random.nextInt(3) == 0 ? 1 : 40_000_000));
    }

    private BigDecimal money(int centsMax) {
        return BigDecimal.valueOf(random.nextInt(centsMax), 2);
    }

    private <T> T anyOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
