package dev.assay.engine.improvement;

import dev.assay.engine.decision.Decision;
import dev.assay.engine.decision.Text;
import dev.assay.engine.fact.Metric;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;

/** Puts one improvement into a sentence in each language. */
final class Wording {
    private static final int DECIMALS_SHOWN = 4;

    private Wording() {}

    static Text of(Metric metric, BigDecimal from, BigDecimal to, Decision before, Decision after, LocalDate asOf) {
        Text name = name(metric);
        String change = shown(from) + " → " + shown(to);
        return switch (Movement.of(metric)) {
            case BY_TIME -> {
                int days = to.subtract(from).intValueExact();
                LocalDate on = asOf.plusDays(days);
                yield new Text(
                        "其他情况不变，" + days + " 天后（" + on + "）" + name.zh() + "达到 " + shown(to) + "，" + zh(before, after),
                        "In " + days + " days (" + on + "), all else as it is, " + name.en() + " is " + shown(to) + ": "
                                + en(before, after));
            }
            case TO_ZERO ->
                new Text(
                        "再次购买（" + name.zh() + " " + change + "），" + zh(before, after),
                        "With a purchase now (" + name.en() + " " + change + "): " + en(before, after));
            case RELATIVE ->
                new Text(
                        name.zh() + " " + change + "（与账套内其他客户相比），" + zh(before, after),
                        capital(name.en()) + " " + change + ", compared with the other customers of the ledger: "
                                + en(before, after));
            default ->
                new Text(
                        name.zh() + " " + change + "，" + zh(before, after),
                        capital(name.en()) + " " + change + ": " + en(before, after));
        };
    }

    private static String zh(Decision before, Decision after) {
        String grade = before.grade().equals(after.grade()) ? "" : "等级由 " + before.grade() + " 升为 " + after.grade();
        String hold = before.hold() && !after.hold() ? "解除信用冻结" : "";
        return grade + (grade.isEmpty() || hold.isEmpty() ? "" : "，") + hold;
    }

    private static String en(Decision before, Decision after) {
        String grade =
                before.grade().equals(after.grade()) ? "" : "grade " + after.grade() + " instead of " + before.grade();
        String hold = before.hold() && !after.hold() ? "the hold is lifted" : "";
        return grade + (grade.isEmpty() || hold.isEmpty() ? "" : ", ") + hold;
    }

    private static String shown(BigDecimal number) {
        BigDecimal rounded = number.setScale(Math.min(number.scale(), DECIMALS_SHOWN), RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static Text name(Metric metric) {
        return switch (metric) {
            case OPEN_BALANCE -> new Text("未结余额", "open balance");
            case OVERDUE_AMOUNT -> new Text("逾期金额", "overdue amount");
            case OVERDUE_RATIO -> new Text("逾期占比", "overdue share of the open balance");
            case OLDEST_OVERDUE_DAYS -> new Text("最长逾期天数", "days overdue of the oldest item");
            case AGEING_CURRENT -> new Text("未到期金额", "amount not yet due");
            case AGEING_1_TO_30 -> new Text("逾期 1–30 天金额", "amount 1 to 30 days overdue");
            case AGEING_31_TO_60 -> new Text("逾期 31–60 天金额", "amount 31 to 60 days overdue");
            case AGEING_61_TO_90 -> new Text("逾期 61–90 天金额", "amount 61 to 90 days overdue");
            case AGEING_91_PLUS -> new Text("逾期 91 天以上金额", "amount more than 90 days overdue");
            case AGEING_DISPUTED -> new Text("争议金额", "disputed amount");
            case LATE_DAYS_WEIGHTED -> new Text("加权迟付天数", "days late, weighed by amount");
            case TERMS_DAYS_SIGNED -> new Text("加权付款偏差天数", "days from the due date, weighed by amount");
            case PAYMENT_INDEX -> new Text("付款指数", "payment index");
            case ON_TIME_RATIO -> new Text("按时付款占比", "share paid on time");
            case PAID_INVOICES_12M -> new Text("近 12 个月已付发票数", "invoices paid in 12 months");
            case LATE_INVOICES_12M -> new Text("近 12 个月迟付发票数", "invoices paid late in 12 months");
            case INVOICES_12M -> new Text("近 12 个月发票数", "invoices of 12 months");
            case NET_REVENUE_12M -> new Text("近 12 个月净销售额", "net revenue of 12 months");
            case NET_REVENUE_PREV_12M -> new Text("上一年净销售额", "net revenue of the year before");
            case REVENUE_TREND -> new Text("销售趋势", "revenue trend");
            case AVERAGE_MONTHLY_SALES -> new Text("月均销售额", "average monthly sales");
            case RETURNS_RATIO_12M -> new Text("退货率", "share of returns");
            case DSO -> new Text("应收账款周转天数", "days sales outstanding");
            case OPEN_ORDERS -> new Text("未交订单金额", "open orders");
            case UNAPPLIED_CASH -> new Text("未核销收款", "unapplied cash");
            case EXPOSURE -> new Text("信用占用", "exposure");
            case HIGH_CREDIT_12M -> new Text("近 12 个月最高余额", "highest balance of 12 months");
            case UTILIZATION -> new Text("额度使用率", "utilization of the limit");
            case EXPOSURE_WITHOUT_LIMIT -> new Text("无额度仍有占用", "exposure without a limit");
            case TENURE_DAYS -> new Text("合作天数", "tenure in days");
            case RECENCY_DAYS -> new Text("距上次购买天数", "days since the last purchase");
            case FREQUENCY_12M -> new Text("近 12 个月购买天数", "purchase days in 12 months");
            case MONETARY_12M -> new Text("近 12 个月购买额", "amount bought in 12 months");
            case RFM_RECENCY -> new Text("RFM 最近购买分", "RFM score of recency");
            case RFM_FREQUENCY -> new Text("RFM 购买频率分", "RFM score of frequency");
            case RFM_MONETARY -> new Text("RFM 购买金额分", "RFM score of amount");
            case VALUE_CLASS -> new Text("价值分类", "value class");
            case DATA_AGE_DAYS -> new Text("数据陈旧天数", "age of the data in days");
        };
    }
}
