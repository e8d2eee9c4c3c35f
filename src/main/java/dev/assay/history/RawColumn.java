package dev.assay.history;

import dev.assay.engine.fact.Metric;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the metrics statement gives for a customer: plain sums, counts and lists in minor units and days. Divisions and whatever
 * needs two of them happen in {@link MetricFormulas}.
 *
 * <p>An aggregate reads the columns that {@link HistoryStatement} computes once for each document; a result reads {@code s.*} (the
 * aggregates under their names in lower case) and what {@link HistoryStatement} joins to them.
 */
enum RawColumn {
    FIRST_PURCHASE("min(bought_on)", ":asOf - s.first_purchase"),
    LAST_PURCHASE("max(bought_on)", ":asOf - s.last_purchase"),

    /** Undisputed invoices fully paid in the window; of these, paid after the due date. */
    PAID_COUNT("count(paid)"),
    LATE_COUNT("count(paid) filter (where late_days > 0)"),

    /** Full amounts of invoices with a due date: paid in the window, of these on time, and overdue. */
    PAID_AMOUNT("sum_minor(paid) filter (where late_days is not null)"),
    ON_TIME_AMOUNT("sum_minor(paid) filter (where late_days <= 0)"),
    OVERDUE_FULL_AMOUNT("sum_minor(amount) filter (where overdue_days > 0)"),

    /**
     * Amount × days after, and amount × days before the due date (negative). A due date of 9999-12-31 must not overflow; what
     * can't is multiplied as integers, at a third of the cost.
     */
    LATE_AMOUNT_DAYS(amountDays("late_days > 0")),
    EARLY_AMOUNT_DAYS(amountDays("late_days < 0")),

    OPEN("sum_minor(open)"),
    OPEN_PREPAID("sum_minor(open) filter (where prepaid)"),

    /** Open items that are overdue or disputed, two lists side by side: days overdue (-1: disputed) and what is open. */
    ITEM_DAYS("array_agg(overdue_days) filter (where overdue_days is not null)"),
    ITEM_OPEN("array_agg(open) filter (where overdue_days is not null)"),

    OPEN_ORDERS("sum_minor(open_order)"),
    UNAPPLIED("sum_minor(unapplied)"),

    INVOICED("sum_minor(amount) filter (where flow = 1)"),
    CREDITED("sum_minor(amount) filter (where flow = 2)"),
    NET_BEFORE("sum_minor(case flow when 3 then amount when 4 then -amount end)"),

    /** Net revenue of all time up to the date. */
    NET_EVER("sum_minor(case flow % 2 when 1 then amount when 0 then -amount end)"),

    /** Day of the window, 0..364, of each invoice dated in it. */
    PURCHASE_DAYS("array_agg(day) filter (where day is not null)"),

    FIRST_CREDIT("min(credited_on)", ":asOf - s.first_credit"),

    /** Credit notes of the window that are older than the first invoice: outside the days that dso looks at. */
    CREDITED_BEFORE_FIRST_PURCHASE("", """
        case when s.first_credit < s.first_purchase and s.first_purchase > :asOf - 364 then (
          select sum_minor(d.amount) from {document} d
          where d.customer_id = c.id and d.ledger_id = :ledger and d.kind = 3
            and d.recorded_at <= :knownAt and d.superseded_at > :knownAt
            and d.doc_date > :asOf - 365 and d.doc_date < s.first_purchase) end"""),

    /** What invoices were open when: {@link DayBalances}. */
    SPANS("array_agg(span) filter (where span is not null)"),
    SPAN_AMOUNTS("array_agg(amount) filter (where span is not null)"),
    STEPS("string_agg(steps, ';')"),

    /** The ledger's last feed, in microseconds since 1970. */
    LAST_FEED("", """
        (select cast(extract(epoch from max(b.recorded_at)) * 1000000 as bigint)
         from document_batch b where b.ledger_id = :ledger and b.recorded_at <= :knownAt)""");

    private final String aggregate;
    private final String result;

    RawColumn(String aggregate) {
        this.aggregate = aggregate;
        this.result = "";
    }

    RawColumn(String aggregate, String result) {
        this.aggregate = aggregate;
        this.result = result;
    }

    private static String amountDays(String which) {
        String small = "amount < 1000000000000 and late_days between -1000000 and 1000000";
        return """
            coalesce(sum(amount * late_days) filter (where %1$s and %2$s), 0)
            + coalesce(sum(cast(amount as numeric) * late_days) filter (where %1$s and not (%2$s)), 0)""".formatted(which, small);
    }

    /** Its name among the aggregates. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A list of numbers and not one number. */
    boolean isList() {
        return switch (this) {
            case ITEM_DAYS, ITEM_OPEN, PURCHASE_DAYS, SPANS, SPAN_AMOUNTS -> true;
            default -> false;
        };
    }

    /** A sum that may exceed 64 bits. */
    boolean isWide() {
        return this == LATE_AMOUNT_DAYS || this == EARLY_AMOUNT_DAYS;
    }

    boolean isAggregate() {
        return !aggregate.isEmpty();
    }

    String aggregate() {
        return aggregate + " as " + key();
    }

    String result() {
        return result.isEmpty() ? "s." + key() : result;
    }

    /** What has to be read for these metrics. */
    static Set<RawColumn> of(Collection<Metric> metrics) {
        EnumSet<RawColumn> columns = EnumSet.noneOf(RawColumn.class);
        metrics.forEach(metric -> columns.addAll(of(metric)));
        return columns;
    }

    private static Set<RawColumn> of(Metric metric) {
        return switch (metric) {
            case OPEN_BALANCE -> EnumSet.of(OPEN);
            case OVERDUE_AMOUNT, AGEING_1_TO_30, AGEING_31_TO_60, AGEING_61_TO_90, AGEING_91_PLUS, AGEING_DISPUTED ->
                EnumSet.of(ITEM_DAYS, ITEM_OPEN);
            case OVERDUE_RATIO, OLDEST_OVERDUE_DAYS, AGEING_CURRENT -> EnumSet.of(OPEN, ITEM_DAYS, ITEM_OPEN);
            case LATE_DAYS_WEIGHTED -> EnumSet.of(PAID_AMOUNT, OVERDUE_FULL_AMOUNT, LATE_AMOUNT_DAYS);
            case TERMS_DAYS_SIGNED -> EnumSet.of(PAID_AMOUNT, OVERDUE_FULL_AMOUNT, LATE_AMOUNT_DAYS, EARLY_AMOUNT_DAYS);
            case PAYMENT_INDEX ->
                EnumSet.of(PAID_COUNT, PAID_AMOUNT, OVERDUE_FULL_AMOUNT, LATE_AMOUNT_DAYS, EARLY_AMOUNT_DAYS);
            case ON_TIME_RATIO -> EnumSet.of(PAID_AMOUNT, ON_TIME_AMOUNT);
            case PAID_INVOICES_12M -> EnumSet.of(PAID_COUNT);
            case LATE_INVOICES_12M -> EnumSet.of(LATE_COUNT);
            case INVOICES_12M, FREQUENCY_12M -> EnumSet.of(PURCHASE_DAYS);
            case NET_REVENUE_12M, MONETARY_12M -> EnumSet.of(INVOICED, CREDITED);
            case VALUE_CLASS -> EnumSet.of(NET_EVER);
            case NET_REVENUE_PREV_12M -> EnumSet.of(NET_BEFORE);
            case REVENUE_TREND -> EnumSet.of(INVOICED, CREDITED, NET_BEFORE);
            case AVERAGE_MONTHLY_SALES -> EnumSet.of(INVOICED, CREDITED, PURCHASE_DAYS);
            case RETURNS_RATIO_12M -> EnumSet.of(INVOICED, CREDITED);
            case DSO ->
                EnumSet.of(OPEN, INVOICED, CREDITED, FIRST_PURCHASE, FIRST_CREDIT, CREDITED_BEFORE_FIRST_PURCHASE);
            case OPEN_ORDERS -> EnumSet.of(RawColumn.OPEN_ORDERS);
            case UNAPPLIED_CASH -> EnumSet.of(UNAPPLIED);
            case EXPOSURE -> EnumSet.of(RawColumn.OPEN_ORDERS, OPEN, OPEN_PREPAID, UNAPPLIED);
            case HIGH_CREDIT_12M -> EnumSet.of(SPANS, SPAN_AMOUNTS, STEPS);
            case UTILIZATION, EXPOSURE_WITHOUT_LIMIT -> EnumSet.noneOf(RawColumn.class);
            case TENURE_DAYS -> EnumSet.of(FIRST_PURCHASE);
            case RECENCY_DAYS, RFM_RECENCY -> EnumSet.of(LAST_PURCHASE);
            case RFM_FREQUENCY -> EnumSet.of(LAST_PURCHASE, PURCHASE_DAYS);
            case RFM_MONETARY -> EnumSet.of(LAST_PURCHASE, INVOICED, CREDITED);
            case DATA_AGE_DAYS -> EnumSet.of(LAST_FEED);
        };
    }
}
