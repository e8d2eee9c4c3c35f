package dev.assay.engine.fact;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payment history of one customer as of a date: the metrics that rules read.
 *
 * <p>Money is in the ledger's base currency, days are calendar days, ratios are not rounded. Null means "no data": a count or a
 * sum over nothing is 0, everything that divides or measures from a date is null. Definitions: docs/domain.md section 3.
 *
 * @param openBalance what invoices leave open, disputed included
 * @param overdueAmount open and past due, disputed left out
 * @param overdueRatio overdueAmount ÷ openBalance, 0 if nothing is open
 * @param oldestOverdueDays age of the oldest material overdue item, 0 if none
 * @param ageingCurrent open, undisputed, not yet due or without due date
 * @param ageing1To30 open, undisputed, 1 to 30 days overdue
 * @param ageing31To60 open, undisputed, 31 to 60 days overdue
 * @param ageing61To90 open, undisputed, 61 to 90 days overdue
 * @param ageing91Plus open, undisputed, more than 90 days overdue
 * @param ageingDisputed open and disputed, whatever its age
 * @param lateDaysWeighted days late, weighed by amount; early counts as 0
 * @param termsDaysSigned days late, weighed by amount; early counts as negative
 * @param paymentIndex 0..100, 80 is paid on the due date; null under 3 paid invoices
 * @param onTimeRatio share of the amount paid in the window that was paid by its due date
 * @param paidInvoices12m undisputed invoices fully paid in the window
 * @param lateInvoices12m of these, paid after the due date
 * @param invoices12m invoices dated in the window, disputed included
 * @param netRevenue12m invoices less credit notes dated in the window
 * @param netRevenuePrev12m the same for the year before
 * @param revenueTrend netRevenue12m ÷ netRevenuePrev12m − 1; null if the year before had none
 * @param averageMonthlySales netRevenue12m ÷ months that have an invoice, 10 decimals half up; null without any
 * @param returnsRatio12m credit notes ÷ invoices of the window; null without invoices
 * @param dso days sales outstanding; null if there was no net revenue
 * @param openOrders orders due for delivery within the horizon, less what they were invoiced
 * @param unappliedCash payments and credit notes not allocated, and allocations beyond an invoice's amount
 * @param exposure openOrders + openBalance − unappliedCash, without prepaid documents
 * @param highCredit12m largest closing openBalance of a day in the window
 * @param utilization exposure ÷ effective limit; null when unlimited, without limit or limit 0
 * @param exposureWithoutLimit the limit is 0 and something is exposed
 * @param tenureDays days since the first invoice
 * @param recencyDays days since the last invoice
 * @param frequency12m distinct days with an invoice in the window
 * @param monetary12m net revenue of the window
 * @param rfmRecency 1..5, 5 is the most recent fifth of the ledger
 * @param rfmFrequency 1..5, 5 is the most frequent fifth of the ledger
 * @param rfmMonetary 1..5, 5 is the fifth of the ledger that buys most
 * @param valueClass A, B or C by cumulative net revenue of the ledger
 * @param dataAgeDays days since the last successful feed of the ledger's documents
 */
public record PaymentHistory(
        @Nullable BigDecimal openBalance,
        @Nullable BigDecimal overdueAmount,
        @Nullable Double overdueRatio,
        @Nullable Integer oldestOverdueDays,
        @Nullable BigDecimal ageingCurrent,
        @Nullable BigDecimal ageing1To30,
        @Nullable BigDecimal ageing31To60,
        @Nullable BigDecimal ageing61To90,
        @Nullable BigDecimal ageing91Plus,
        @Nullable BigDecimal ageingDisputed,
        @Nullable Double lateDaysWeighted,
        @Nullable Double termsDaysSigned,
        @Nullable Double paymentIndex,
        @Nullable Double onTimeRatio,
        @Nullable Integer paidInvoices12m,
        @Nullable Integer lateInvoices12m,
        @Nullable Integer invoices12m,
        @Nullable BigDecimal netRevenue12m,
        @Nullable BigDecimal netRevenuePrev12m,
        @Nullable Double revenueTrend,
        @Nullable BigDecimal averageMonthlySales,
        @Nullable Double returnsRatio12m,
        @Nullable Double dso,
        @Nullable BigDecimal openOrders,
        @Nullable BigDecimal unappliedCash,
        @Nullable BigDecimal exposure,
        @Nullable BigDecimal highCredit12m,
        @Nullable Double utilization,
        @Nullable Boolean exposureWithoutLimit,
        @Nullable Integer tenureDays,
        @Nullable Integer recencyDays,
        @Nullable Integer frequency12m,
        @Nullable BigDecimal monetary12m,
        @Nullable Integer rfmRecency,
        @Nullable Integer rfmFrequency,
        @Nullable Integer rfmMonetary,
        @Nullable String valueClass,
        @Nullable Integer dataAgeDays) {

    /** A history in which nothing is known. */
    public static PaymentHistory unknown() {
        return of(Map.of());
    }

    /** The same history and how it stands to the granted limit. */
    public PaymentHistory withUtilization(@Nullable Double ofLimit, boolean withoutLimit) {
        return new PaymentHistory(
                openBalance,
                overdueAmount,
                overdueRatio,
                oldestOverdueDays,
                ageingCurrent,
                ageing1To30,
                ageing31To60,
                ageing61To90,
                ageing91Plus,
                ageingDisputed,
                lateDaysWeighted,
                termsDaysSigned,
                paymentIndex,
                onTimeRatio,
                paidInvoices12m,
                lateInvoices12m,
                invoices12m,
                netRevenue12m,
                netRevenuePrev12m,
                revenueTrend,
                averageMonthlySales,
                returnsRatio12m,
                dso,
                openOrders,
                unappliedCash,
                exposure,
                highCredit12m,
                ofLimit,
                withoutLimit,
                tenureDays,
                recencyDays,
                frequency12m,
                monetary12m,
                rfmRecency,
                rfmFrequency,
                rfmMonetary,
                valueClass,
                dataAgeDays);
    }

    /**
     * The same history with another value of one metric.
     *
     * @param value of the Java type that the metric's {@link Metric.Type} names
     */
    public PaymentHistory with(Metric changed, Object value) {
        Map<Metric, Object> values = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            Object known = metric == changed ? value : metric.in(this);
            if (known != null) {
                values.put(metric, known);
            }
        }
        return of(values);
    }

    /**
     * A history of single values; what isn't given is unknown.
     *
     * @param values each of the Java type its {@link Metric.Type} names
     * @throws ClassCastException if a value is of another type
     */
    public static PaymentHistory of(Map<Metric, Object> values) {
        return new PaymentHistory(
                (BigDecimal) values.get(Metric.OPEN_BALANCE),
                (BigDecimal) values.get(Metric.OVERDUE_AMOUNT),
                (Double) values.get(Metric.OVERDUE_RATIO),
                (Integer) values.get(Metric.OLDEST_OVERDUE_DAYS),
                (BigDecimal) values.get(Metric.AGEING_CURRENT),
                (BigDecimal) values.get(Metric.AGEING_1_TO_30),
                (BigDecimal) values.get(Metric.AGEING_31_TO_60),
                (BigDecimal) values.get(Metric.AGEING_61_TO_90),
                (BigDecimal) values.get(Metric.AGEING_91_PLUS),
                (BigDecimal) values.get(Metric.AGEING_DISPUTED),
                (Double) values.get(Metric.LATE_DAYS_WEIGHTED),
                (Double) values.get(Metric.TERMS_DAYS_SIGNED),
                (Double) values.get(Metric.PAYMENT_INDEX),
                (Double) values.get(Metric.ON_TIME_RATIO),
                (Integer) values.get(Metric.PAID_INVOICES_12M),
                (Integer) values.get(Metric.LATE_INVOICES_12M),
                (Integer) values.get(Metric.INVOICES_12M),
                (BigDecimal) values.get(Metric.NET_REVENUE_12M),
                (BigDecimal) values.get(Metric.NET_REVENUE_PREV_12M),
                (Double) values.get(Metric.REVENUE_TREND),
                (BigDecimal) values.get(Metric.AVERAGE_MONTHLY_SALES),
                (Double) values.get(Metric.RETURNS_RATIO_12M),
                (Double) values.get(Metric.DSO),
                (BigDecimal) values.get(Metric.OPEN_ORDERS),
                (BigDecimal) values.get(Metric.UNAPPLIED_CASH),
                (BigDecimal) values.get(Metric.EXPOSURE),
                (BigDecimal) values.get(Metric.HIGH_CREDIT_12M),
                (Double) values.get(Metric.UTILIZATION),
                (Boolean) values.get(Metric.EXPOSURE_WITHOUT_LIMIT),
                (Integer) values.get(Metric.TENURE_DAYS),
                (Integer) values.get(Metric.RECENCY_DAYS),
                (Integer) values.get(Metric.FREQUENCY_12M),
                (BigDecimal) values.get(Metric.MONETARY_12M),
                (Integer) values.get(Metric.RFM_RECENCY),
                (Integer) values.get(Metric.RFM_FREQUENCY),
                (Integer) values.get(Metric.RFM_MONETARY),
                (String) values.get(Metric.VALUE_CLASS),
                (Integer) values.get(Metric.DATA_AGE_DAYS));
    }
}
