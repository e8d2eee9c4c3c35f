package dev.assay.engine.fact;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The metrics of one customer as bean properties, the form in which rules compare them. Null is "no data". */
public abstract class ReadableHistory {
    private final PaymentHistory history;

    ReadableHistory(PaymentHistory history) {
        this.history = history;
    }

    public final @Nullable BigDecimal getOpenBalance() {
        return history.openBalance();
    }

    public final @Nullable BigDecimal getOverdueAmount() {
        return history.overdueAmount();
    }

    public final @Nullable Double getOverdueRatio() {
        return history.overdueRatio();
    }

    public final @Nullable Integer getOldestOverdueDays() {
        return history.oldestOverdueDays();
    }

    public final @Nullable BigDecimal getAgeingCurrent() {
        return history.ageingCurrent();
    }

    public final @Nullable BigDecimal getAgeing1To30() {
        return history.ageing1To30();
    }

    public final @Nullable BigDecimal getAgeing31To60() {
        return history.ageing31To60();
    }

    public final @Nullable BigDecimal getAgeing61To90() {
        return history.ageing61To90();
    }

    public final @Nullable BigDecimal getAgeing91Plus() {
        return history.ageing91Plus();
    }

    public final @Nullable BigDecimal getAgeingDisputed() {
        return history.ageingDisputed();
    }

    public final @Nullable Double getLateDaysWeighted() {
        return history.lateDaysWeighted();
    }

    public final @Nullable Double getTermsDaysSigned() {
        return history.termsDaysSigned();
    }

    public final @Nullable Double getPaymentIndex() {
        return history.paymentIndex();
    }

    public final @Nullable Double getOnTimeRatio() {
        return history.onTimeRatio();
    }

    public final @Nullable Integer getPaidInvoices12m() {
        return history.paidInvoices12m();
    }

    public final @Nullable Integer getLateInvoices12m() {
        return history.lateInvoices12m();
    }

    public final @Nullable Integer getInvoices12m() {
        return history.invoices12m();
    }

    public final @Nullable BigDecimal getNetRevenue12m() {
        return history.netRevenue12m();
    }

    public final @Nullable BigDecimal getNetRevenuePrev12m() {
        return history.netRevenuePrev12m();
    }

    public final @Nullable Double getRevenueTrend() {
        return history.revenueTrend();
    }

    public final @Nullable BigDecimal getAverageMonthlySales() {
        return history.averageMonthlySales();
    }

    public final @Nullable Double getReturnsRatio12m() {
        return history.returnsRatio12m();
    }

    public final @Nullable Double getDso() {
        return history.dso();
    }

    public final @Nullable BigDecimal getOpenOrders() {
        return history.openOrders();
    }

    public final @Nullable BigDecimal getUnappliedCash() {
        return history.unappliedCash();
    }

    public final @Nullable BigDecimal getExposure() {
        return history.exposure();
    }

    public final @Nullable BigDecimal getHighCredit12m() {
        return history.highCredit12m();
    }

    public final @Nullable Double getUtilization() {
        return history.utilization();
    }

    public final @Nullable Boolean getExposureWithoutLimit() {
        return history.exposureWithoutLimit();
    }

    public final @Nullable Integer getTenureDays() {
        return history.tenureDays();
    }

    public final @Nullable Integer getRecencyDays() {
        return history.recencyDays();
    }

    public final @Nullable Integer getFrequency12m() {
        return history.frequency12m();
    }

    public final @Nullable BigDecimal getMonetary12m() {
        return history.monetary12m();
    }

    public final @Nullable Integer getRfmRecency() {
        return history.rfmRecency();
    }

    public final @Nullable Integer getRfmFrequency() {
        return history.rfmFrequency();
    }

    public final @Nullable Integer getRfmMonetary() {
        return history.rfmMonetary();
    }

    public final @Nullable String getValueClass() {
        return history.valueClass();
    }

    public final @Nullable Integer getDataAgeDays() {
        return history.dataAgeDays();
    }
}
