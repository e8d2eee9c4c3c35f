package dev.assay.engine.fact;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A metric of {@link PaymentHistory}: its name in rules and JSON, its type, and how to read it. */
public enum Metric {
    OPEN_BALANCE("openBalance", Type.MONEY, PaymentHistory::openBalance),
    OVERDUE_AMOUNT("overdueAmount", Type.MONEY, PaymentHistory::overdueAmount),
    OVERDUE_RATIO("overdueRatio", Type.RATIO, PaymentHistory::overdueRatio),
    OLDEST_OVERDUE_DAYS("oldestOverdueDays", Type.DAYS, PaymentHistory::oldestOverdueDays),
    AGEING_CURRENT("ageingCurrent", Type.MONEY, PaymentHistory::ageingCurrent),
    AGEING_1_TO_30("ageing1To30", Type.MONEY, PaymentHistory::ageing1To30),
    AGEING_31_TO_60("ageing31To60", Type.MONEY, PaymentHistory::ageing31To60),
    AGEING_61_TO_90("ageing61To90", Type.MONEY, PaymentHistory::ageing61To90),
    AGEING_91_PLUS("ageing91Plus", Type.MONEY, PaymentHistory::ageing91Plus),
    AGEING_DISPUTED("ageingDisputed", Type.MONEY, PaymentHistory::ageingDisputed),
    LATE_DAYS_WEIGHTED("lateDaysWeighted", Type.DECIMAL_DAYS, PaymentHistory::lateDaysWeighted),
    TERMS_DAYS_SIGNED("termsDaysSigned", Type.DECIMAL_DAYS, PaymentHistory::termsDaysSigned),
    PAYMENT_INDEX("paymentIndex", Type.RATIO, PaymentHistory::paymentIndex),
    ON_TIME_RATIO("onTimeRatio", Type.RATIO, PaymentHistory::onTimeRatio),
    PAID_INVOICES_12M("paidInvoices12m", Type.COUNT, PaymentHistory::paidInvoices12m),
    LATE_INVOICES_12M("lateInvoices12m", Type.COUNT, PaymentHistory::lateInvoices12m),
    INVOICES_12M("invoices12m", Type.COUNT, PaymentHistory::invoices12m),
    NET_REVENUE_12M("netRevenue12m", Type.MONEY, PaymentHistory::netRevenue12m),
    NET_REVENUE_PREV_12M("netRevenuePrev12m", Type.MONEY, PaymentHistory::netRevenuePrev12m),
    REVENUE_TREND("revenueTrend", Type.RATIO, PaymentHistory::revenueTrend),
    AVERAGE_MONTHLY_SALES("averageMonthlySales", Type.MONEY, PaymentHistory::averageMonthlySales),
    RETURNS_RATIO_12M("returnsRatio12m", Type.RATIO, PaymentHistory::returnsRatio12m),
    DSO("dso", Type.DECIMAL_DAYS, PaymentHistory::dso),
    OPEN_ORDERS("openOrders", Type.MONEY, PaymentHistory::openOrders),
    UNAPPLIED_CASH("unappliedCash", Type.MONEY, PaymentHistory::unappliedCash),
    EXPOSURE("exposure", Type.MONEY, PaymentHistory::exposure),
    HIGH_CREDIT_12M("highCredit12m", Type.MONEY, PaymentHistory::highCredit12m),
    UTILIZATION("utilization", Type.RATIO, PaymentHistory::utilization),
    EXPOSURE_WITHOUT_LIMIT("exposureWithoutLimit", Type.FLAG, PaymentHistory::exposureWithoutLimit),
    TENURE_DAYS("tenureDays", Type.DAYS, PaymentHistory::tenureDays),
    RECENCY_DAYS("recencyDays", Type.DAYS, PaymentHistory::recencyDays),
    FREQUENCY_12M("frequency12m", Type.COUNT, PaymentHistory::frequency12m),
    MONETARY_12M("monetary12m", Type.MONEY, PaymentHistory::monetary12m),
    RFM_RECENCY("rfmRecency", Type.COUNT, PaymentHistory::rfmRecency),
    RFM_FREQUENCY("rfmFrequency", Type.COUNT, PaymentHistory::rfmFrequency),
    RFM_MONETARY("rfmMonetary", Type.COUNT, PaymentHistory::rfmMonetary),
    VALUE_CLASS("valueClass", Type.TEXT, PaymentHistory::valueClass),
    DATA_AGE_DAYS("dataAgeDays", Type.DAYS, PaymentHistory::dataAgeDays);

    /** What a value is measured in; decides its Java type and how it is shown. */
    public enum Type {
        /** Base currency of the ledger, {@link java.math.BigDecimal}. */
        MONEY,
        /** A pure number, {@link Double}. */
        RATIO,
        /** Days with a fraction, {@link Double}. */
        DECIMAL_DAYS,
        /** Whole days, {@link Integer}. */
        DAYS,
        /** {@link Integer}. */
        COUNT,
        /** {@link String}. */
        TEXT,
        /** {@link Boolean}. */
        FLAG
    }

    private static final Map<String, Metric> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Metric::key, Function.identity()));

    private final String key;
    private final Type type;
    private final Function<PaymentHistory, @Nullable Object> reader;

    Metric(String key, Type type, Function<PaymentHistory, @Nullable Object> reader) {
        this.key = key;
        this.type = type;
        this.reader = reader;
    }

    /** The metric's name in rules, JSON and the domain's tables. */
    public String key() {
        return key;
    }

    public Type type() {
        return type;
    }

    /** The metric's value, null for "no data". */
    public @Nullable Object in(PaymentHistory history) {
        return reader.apply(history);
    }

    /** The smallest value its definition allows; −∞ if there is no bound. */
    public double lowest() {
        return switch (this) {
            case TERMS_DAYS_SIGNED,
                    NET_REVENUE_12M,
                    NET_REVENUE_PREV_12M,
                    REVENUE_TREND,
                    AVERAGE_MONTHLY_SALES,
                    EXPOSURE,
                    UTILIZATION,
                    MONETARY_12M,
                    RETURNS_RATIO_12M -> Double.NEGATIVE_INFINITY;
            case RFM_RECENCY, RFM_FREQUENCY, RFM_MONETARY -> 1;
            default -> 0;
        };
    }

    /** The largest value its definition allows; +∞ if there is no bound. */
    public double highest() {
        return switch (this) {
            case PAYMENT_INDEX -> 100;
            case ON_TIME_RATIO, OVERDUE_RATIO -> 1;
            case RFM_RECENCY, RFM_FREQUENCY, RFM_MONETARY -> 5;
            default -> Double.POSITIVE_INFINITY;
        };
    }

    public static @Nullable Metric byKey(String key) {
        return BY_KEY.get(key);
    }
}
