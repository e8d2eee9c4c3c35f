package dev.assay.history;

import static dev.assay.history.RawColumn.*;

import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.PaymentHistory;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The formulas of the metrics over one customer's raw sums: docs/domain.md section 3. Integers in; money stays exact, a ratio is
 * divided once and not rounded.
 */
final class MetricFormulas {

    private static final int MONTHLY_SALES_SCALE = 10;
    private static final int PAID_INVOICES_MIN = 3;
    private static final long MICROS_A_SECOND = 1_000_000;
    private static final long NANOS_A_MICRO = 1_000;
    private static final int LONG_DIGITS = 18;
    private static final long EXACT_IN_DOUBLE = 1L << 53;

    private final HistoryQuestion question;
    private final RawHistory raw;
    private final OpenItems items;
    private final PurchaseDays purchaseDays;

    MetricFormulas(HistoryQuestion question, PurchaseDays purchaseDays, RawHistory raw) {
        this.question = question;
        this.purchaseDays = purchaseDays;
        this.raw = raw;
        this.items = OpenItems.of(raw);
    }

    /** Every wanted metric; the others, and those that need the granted limit, are null. */
    PaymentHistory history() {
        long[] days = raw.list(PURCHASE_DAYS);
        return new PaymentHistory(
                wanted(Metric.OPEN_BALANCE, () -> money(raw.get(OPEN))),
                wanted(Metric.OVERDUE_AMOUNT, () -> money(items.overdue())),
                wanted(Metric.OVERDUE_RATIO, this::overdueRatio),
                wanted(Metric.OLDEST_OVERDUE_DAYS, () -> items.oldestMaterialDays(ledger(), raw.get(OPEN))),
                wanted(Metric.AGEING_CURRENT, () -> money(raw.get(OPEN) - items.all())),
                wanted(Metric.AGEING_1_TO_30, () -> money(items.overdue(1, 30))),
                wanted(Metric.AGEING_31_TO_60, () -> money(items.overdue(31, 60))),
                wanted(Metric.AGEING_61_TO_90, () -> money(items.overdue(61, 90))),
                wanted(Metric.AGEING_91_PLUS, () -> money(items.overdue(91, Integer.MAX_VALUE))),
                wanted(Metric.AGEING_DISPUTED, () -> money(items.disputed())),
                wanted(Metric.LATE_DAYS_WEIGHTED, this::lateDaysWeighted),
                wanted(Metric.TERMS_DAYS_SIGNED, this::termsDaysSigned),
                wanted(Metric.PAYMENT_INDEX, this::paymentIndex),
                wanted(Metric.ON_TIME_RATIO, () -> ratio(raw.get(ON_TIME_AMOUNT), raw.get(PAID_AMOUNT))),
                wanted(Metric.PAID_INVOICES_12M, () -> count(raw.get(PAID_COUNT))),
                wanted(Metric.LATE_INVOICES_12M, () -> count(raw.get(LATE_COUNT))),
                wanted(Metric.INVOICES_12M, () -> days.length),
                wanted(Metric.NET_REVENUE_12M, () -> money(netRevenue())),
                wanted(Metric.NET_REVENUE_PREV_12M, () -> money(raw.get(NET_BEFORE))),
                wanted(Metric.REVENUE_TREND, this::revenueTrend),
                wanted(Metric.AVERAGE_MONTHLY_SALES, this::averageMonthlySales),
                wanted(Metric.RETURNS_RATIO_12M, () -> ratio(raw.get(CREDITED), raw.get(INVOICED))),
                wanted(Metric.DSO, this::dso),
                wanted(Metric.OPEN_ORDERS, () -> money(raw.get(OPEN_ORDERS))),
                wanted(Metric.UNAPPLIED_CASH, () -> money(raw.get(UNAPPLIED))),
                wanted(Metric.EXPOSURE, this::exposure),
                wanted(Metric.HIGH_CREDIT_12M, () -> money(DayBalances.of(raw).highest())),
                null,
                null,
                wanted(Metric.TENURE_DAYS, () -> countOrNull(raw.orNull(FIRST_PURCHASE))),
                wanted(Metric.RECENCY_DAYS, () -> countOrNull(raw.orNull(LAST_PURCHASE))),
                wanted(Metric.FREQUENCY_12M, () -> purchaseDays.days(days)),
                wanted(Metric.MONETARY_12M, () -> money(netRevenue())),
                wanted(Metric.RFM_RECENCY, this::rfmRecency),
                wanted(Metric.RFM_FREQUENCY, this::rfmFrequency),
                wanted(Metric.RFM_MONETARY, this::rfmMonetary),
                wanted(Metric.VALUE_CLASS, this::valueClass),
                wanted(Metric.DATA_AGE_DAYS, this::dataAgeDays));
    }

    private <T> @Nullable T wanted(Metric metric, Supplier<@Nullable T> formula) {
        Set<Metric> wanted = question.wanted();
        return wanted.contains(metric) ? formula.get() : null;
    }

    private Ledger ledger() {
        return question.ledger();
    }

    private Double overdueRatio() {
        Double ratio = ratio(items.overdue(), raw.get(OPEN));
        return ratio == null ? 0.0 : ratio;
    }

    private @Nullable Double lateDaysWeighted() {
        return days(raw.wide(LATE_AMOUNT_DAYS));
    }

    private @Nullable Double termsDaysSigned() {
        return days(raw.wide(LATE_AMOUNT_DAYS).add(raw.wide(EARLY_AMOUNT_DAYS)));
    }

    /** Amount × days over the amounts that count, null over nothing. */
    private @Nullable Double days(BigDecimal amountDays) {
        long weight = Math.addExact(raw.get(PAID_AMOUNT), raw.get(OVERDUE_FULL_AMOUNT));
        return ratio(amountDays, weight);
    }

    private @Nullable Double paymentIndex() {
        Double late = lateDaysWeighted();
        Double signed = termsDaysSigned();
        if (raw.get(PAID_COUNT) < PAID_INVOICES_MIN || late == null || signed == null) {
            return null;
        }
        return PaymentIndex.at(late > 0 ? late : signed);
    }

    private long netRevenue() {
        return raw.get(INVOICED) - raw.get(CREDITED);
    }

    private @Nullable Double revenueTrend() {
        long before = raw.get(NET_BEFORE);
        return before <= 0 ? null : ratio(Math.subtractExact(netRevenue(), before), before);
    }

    private @Nullable BigDecimal averageMonthlySales() {
        int months = purchaseDays.months(raw.list(PURCHASE_DAYS));
        return months == 0
                ? null
                : money(netRevenue()).divide(BigDecimal.valueOf(months), MONTHLY_SALES_SCALE, RoundingMode.HALF_UP);
    }

    private @Nullable Double dso() {
        Long tenureDays = raw.orNull(FIRST_PURCHASE);
        long revenue = netRevenue() + raw.get(CREDITED_BEFORE_FIRST_PURCHASE);
        if (tenureDays == null || revenue <= 0) {
            return null;
        }
        Double years = ratio(raw.get(OPEN), revenue);
        return years == null ? null : years * Math.min(PurchaseDays.WINDOW_DAYS, tenureDays + 1);
    }

    private BigDecimal exposure() {
        return money(raw.get(OPEN_ORDERS))
                .add(money(raw.get(OPEN)))
                .subtract(money(raw.get(OPEN_PREPAID)))
                .subtract(money(raw.get(UNAPPLIED)));
    }

    private @Nullable Integer rfmRecency() {
        Long days = raw.orNull(LAST_PURCHASE);
        CutPoints cuts = question.cutPoints();
        return days == null || cuts == null ? null : cuts.rfmRecency(count(days));
    }

    private @Nullable Integer rfmFrequency() {
        CutPoints cuts = question.cutPoints();
        return raw.orNull(LAST_PURCHASE) == null || cuts == null
                ? null
                : cuts.rfmFrequency(purchaseDays.days(raw.list(PURCHASE_DAYS)));
    }

    private @Nullable Integer rfmMonetary() {
        CutPoints cuts = question.cutPoints();
        return raw.orNull(LAST_PURCHASE) == null || cuts == null ? null : cuts.rfmMonetary(money(netRevenue()));
    }

    private @Nullable String valueClass() {
        CutPoints cuts = question.cutPoints();
        return cuts == null ? null : cuts.valueClass(money(raw.get(NET_EVER)), raw.customerCode());
    }

    private @Nullable Integer dataAgeDays() {
        Long micros = raw.orNull(LAST_FEED);
        if (micros == null) {
            return null;
        }
        Instant feed = Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_A_SECOND), Math.floorMod(micros, MICROS_A_SECOND) * NANOS_A_MICRO);
        long days = ChronoUnit.DAYS.between(feed.atZone(ledger().timeZone()).toLocalDate(), question.asOf());
        return count(Math.max(0, days));
    }

    private BigDecimal money(long minor) {
        return BigDecimal.valueOf(minor, ledger().baseScale());
    }

    private static int count(long value) {
        return Math.toIntExact(value);
    }

    private static @Nullable Integer countOrNull(@Nullable Long value) {
        return value == null ? null : count(value);
    }

    /** The double nearest to the quotient, null over nothing. */
    private static @Nullable Double ratio(long dividend, long divisor) {
        if (divisor == 0) {
            return null;
        }
        if (Math.abs(dividend) < EXACT_IN_DOUBLE && Math.abs(divisor) < EXACT_IN_DOUBLE) {
            return (double) dividend / divisor;
        }
        return quotient(BigDecimal.valueOf(dividend), divisor);
    }

    private static @Nullable Double ratio(BigDecimal dividend, long divisor) {
        if (dividend.precision() <= LONG_DIGITS) {
            return ratio(dividend.longValueExact(), divisor);
        }
        return divisor == 0 ? null : (Double) quotient(dividend, divisor);
    }

    private static double quotient(BigDecimal dividend, long divisor) {
        return dividend.divide(BigDecimal.valueOf(divisor), MathContext.DECIMAL128)
                .doubleValue();
    }
}
