package dev.assay.bench.peer;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.CustomerFacts.Previous;
import dev.assay.engine.fact.PaymentHistory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** A customer as the fact of an ordinary rules program: what is known about it, and what the rules write back. */
public final class Applicant {
    static final List<String> GRADES = List.of("A", "B", "C", "D", "E");

    private final PaymentHistory history;
    private final BigDecimal guarantees;
    private final BigDecimal previousLimit;
    private final Integer previousRank;
    private double points;
    private boolean scored;
    private double score;
    private boolean provisional;
    private int rank = GRADES.size() - 1;
    private String category;
    private String term;
    private int days;
    private int graceDays;
    private int reviewMonths;
    private BigDecimal factor = BigDecimal.ZERO;
    private BigDecimal ceiling = BigDecimal.ZERO;
    private BigDecimal limit;
    private boolean pending;
    private boolean hold;

    public Applicant(CustomerFacts facts) {
        Previous previous = facts.previous();
        this.history = facts.history();
        this.guarantees = facts.acceptedGuarantees();
        this.previousLimit = previous == null ? null : previous.limit();
        this.previousRank = previous == null || previous.provisional() ? null : GRADES.indexOf(previous.grade());
    }

    public Double getPaymentIndex() {
        return history.paymentIndex();
    }

    public Double getOnTimeRatio() {
        return history.onTimeRatio();
    }

    public Integer getOldestOverdueDays() {
        return history.oldestOverdueDays();
    }

    public Integer getTenureDays() {
        return history.tenureDays();
    }

    public Integer getPaidInvoices() {
        return history.paidInvoices12m();
    }

    public Integer getRecencyDays() {
        return history.recencyDays();
    }

    public String getValueClass() {
        return history.valueClass();
    }

    public BigDecimal getSales() {
        return history.averageMonthlySales();
    }

    public BigDecimal getGuarantees() {
        return guarantees;
    }

    public BigDecimal getPreviousLimit() {
        return previousLimit;
    }

    public Integer getPreviousRank() {
        return previousRank;
    }

    public double getPoints() {
        return points;
    }

    public void setPoints(double points) {
        this.points = points;
    }

    public boolean isScored() {
        return scored;
    }

    public void setScored(boolean scored) {
        this.scored = scored;
    }

    public double getScore() {
        return score;
    }

    public void setScore(double score) {
        this.score = score;
    }

    public boolean isProvisional() {
        return provisional;
    }

    public void setProvisional(boolean provisional) {
        this.provisional = provisional;
    }

    public int getRank() {
        return rank;
    }

    public void setRank(int rank) {
        this.rank = rank;
    }

    public String getCategory() {
        return category;
    }

    public void setCategory(String category) {
        this.category = category;
    }

    public String getTerm() {
        return term;
    }

    public void setTerm(String term) {
        this.term = term;
    }

    public int getDays() {
        return days;
    }

    public void setDays(int days) {
        this.days = days;
    }

    public int getGraceDays() {
        return graceDays;
    }

    public void setGraceDays(int graceDays) {
        this.graceDays = graceDays;
    }

    public int getReviewMonths() {
        return reviewMonths;
    }

    public void setReviewMonths(int reviewMonths) {
        this.reviewMonths = reviewMonths;
    }

    public BigDecimal getFactor() {
        return factor;
    }

    public void setFactor(BigDecimal factor) {
        this.factor = factor;
    }

    public BigDecimal getCeiling() {
        return ceiling;
    }

    public void setCeiling(BigDecimal ceiling) {
        this.ceiling = ceiling;
    }

    public BigDecimal getLimit() {
        return limit;
    }

    public void setLimit(BigDecimal limit) {
        this.limit = limit;
    }

    public boolean isPending() {
        return pending;
    }

    public void setPending(boolean pending) {
        this.pending = pending;
    }

    public boolean isHold() {
        return hold;
    }

    public void setHold(boolean hold) {
        this.hold = hold;
    }

    /** The points so far with one decimal, half up. */
    public double roundedPoints() {
        return Math.floor(Math.rint(points * 1e9) / 1e8 + 0.5) / 10;
    }

    /** The limit that sales, term, factor and ceiling give, floored to 100, with the guarantees. */
    public BigDecimal limitOfSales() {
        BigDecimal sales = history.averageMonthlySales() == null ? BigDecimal.ZERO : history.averageMonthlySales();
        BigDecimal floored = sales.multiply(BigDecimal.valueOf(days))
                .multiply(factor)
                .min(ceiling.multiply(BigDecimal.valueOf(30)))
                .max(BigDecimal.ZERO)
                .divide(BigDecimal.valueOf(3_000), 0, RoundingMode.DOWN)
                .multiply(BigDecimal.valueOf(100));
        return floored.add(guarantees).setScale(2, RoundingMode.HALF_UP);
    }

    public boolean rises() {
        return previousLimit != null
                && previousLimit.signum() > 0
                && limit.signum() > 0
                && limit.compareTo(previousLimit.multiply(new BigDecimal("1.25"))) > 0;
    }

    Verdict verdict() {
        return new Verdict(
                scored ? BigDecimal.valueOf(score) : null,
                GRADES.get(rank),
                provisional,
                category,
                limit,
                pending,
                term,
                days,
                graceDays,
                reviewMonths,
                hold);
    }
}
