package dev.assay.engine.fact;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one fact that rules see: what is known about a customer, the outcomes of the phases that are closed, and the effects a rule
 * may have. Effects are only noted here; the host settles them when it closes the phase. Not thread-safe: it lives in one batch.
 */
public final class Customer extends ReadableHistory {
    private final CustomerFacts facts;
    private final OrderFacts order;
    private final Deadline deadline;
    private final List<Given> given = new ArrayList<>(24);
    private int rule = -1;
    private Outcome outcome = Outcome.NOTHING;

    public Customer(CustomerFacts facts, Deadline deadline) {
        this(facts, OrderFacts.NONE, deadline);
    }

    /** A customer that is asked about because of an order. */
    public Customer(CustomerFacts facts, OrderFacts order, Deadline deadline) {
        super(facts.history());
        this.facts = facts;
        this.order = order;
        this.deadline = deadline;
    }

    public @Nullable String getCustomerType() {
        return facts.customerType();
    }

    public @Nullable String getIndustry() {
        return facts.industry();
    }

    public @Nullable String getRegion() {
        return facts.region();
    }

    public @Nullable String getSize() {
        return facts.size();
    }

    public Set<String> getTags() {
        return facts.tags();
    }

    public @Nullable String getPreviousGrade() {
        CustomerFacts.Previous previous = facts.previous();
        return previous == null ? null : previous.grade();
    }

    public @Nullable Boolean getPreviousProvisional() {
        CustomerFacts.Previous previous = facts.previous();
        return previous == null ? null : previous.provisional();
    }

    public @Nullable BigDecimal getPreviousLimit() {
        CustomerFacts.Previous previous = facts.previous();
        return previous == null ? null : previous.limit();
    }

    public BigDecimal getAcceptedGuarantees() {
        return facts.acceptedGuarantees();
    }

    /** The business date as days since 1970-01-01. */
    public int getAsOfDay() {
        return (int) facts.asOf().toEpochDay();
    }

    /** A custom field of type text, null if absent or of another type. */
    public @Nullable String attributeText(String key) {
        return facts.attributes().get(key) instanceof String text ? text : null;
    }

    /** A custom field of type number, null if absent or of another type. */
    public @Nullable BigDecimal attributeNumber(String key) {
        return facts.attributes().get(key) instanceof BigDecimal number ? number : null;
    }

    /** A custom field of type date as days since 1970-01-01, null if absent or of another type. */
    public @Nullable Integer attributeDay(String key) {
        return facts.attributes().get(key) instanceof LocalDate date ? (Integer) (int) date.toEpochDay() : null;
    }

    /** A custom field of type yes/no, null if absent or of another type. */
    public @Nullable Boolean attributeFlag(String key) {
        return facts.attributes().get(key) instanceof Boolean flag ? flag : null;
    }

    public @Nullable BigDecimal getScore() {
        return outcome.score();
    }

    public String getGrade() {
        return outcome.grade();
    }

    public boolean isProvisional() {
        return outcome.provisional();
    }

    public String getCategory() {
        return outcome.category();
    }

    public String getTerm() {
        return outcome.term();
    }

    public int getCreditPeriodDays() {
        return outcome.creditPeriodDays();
    }

    public int getGraceDays() {
        return outcome.graceDays();
    }

    public BigDecimal getOrderAmount() {
        return order.amount();
    }

    public boolean getPrepaid() {
        return order.prepaid();
    }

    public @Nullable String getRequestedTerm() {
        return order.requestedTerm();
    }

    public @Nullable Integer getRequestedPeriodDays() {
        return order.requestedPeriodDays();
    }

    public boolean getGraded() {
        return order.graded();
    }

    public String getLimitType() {
        return order.limitType();
    }

    public @Nullable BigDecimal getLimit() {
        return order.limit();
    }

    public BigDecimal getExposureBefore() {
        return order.exposureBefore();
    }

    public BigDecimal getExposureAfter() {
        return order.exposureAfter();
    }

    public @Nullable Double getUtilizationAfter() {
        return order.utilizationAfter();
    }

    public BigDecimal getExcess() {
        return order.excess();
    }

    public boolean getLimitEnded() {
        return order.limitEnded();
    }

    public int getReviewOverdueDays() {
        return order.reviewOverdueDays();
    }

    public boolean getOnHold() {
        return order.onHold();
    }

    public int getDunningLevel() {
        return order.dunningLevel();
    }

    public int getBrokenPromises() {
        return order.brokenPromises();
    }

    public boolean getDataStale() {
        return order.dataStale();
    }

    /** First call of every consequence: says which rule speaks, and stops it if its batch has run out of time. */
    public void fired(int ordinal) {
        deadline.check();
        rule = ordinal;
    }

    public void points(double points) {
        if (!Double.isFinite(points)) {
            throw new ArithmeticException("rule " + rule + " gives " + points + " points");
        }
        give(Effect.POINTS, points);
    }

    public void incomplete() {
        give(Effect.INCOMPLETE, null);
    }

    public void grade(String grade) {
        give(Effect.GRADE, grade);
    }

    public void capGrade(String grade) {
        give(Effect.CAP_GRADE, grade);
    }

    public void provisional(String grade) {
        give(Effect.PROVISIONAL, grade);
    }

    public void maxUpgrade(int steps) {
        give(Effect.MAX_UPGRADE, steps);
    }

    public void category(String category) {
        give(Effect.CATEGORY, category);
    }

    public void term(String term) {
        give(Effect.TERM, term);
    }

    public void term(String term, int creditPeriodDays) {
        given.add(new Given(rule, Effect.TERM, term, creditPeriodDays));
    }

    public void graceDays(int days) {
        give(Effect.GRACE_DAYS, days);
    }

    public void reviewMonths(int months) {
        give(Effect.REVIEW_MONTHS, months);
    }

    public void limitFactor(BigDecimal factor) {
        give(Effect.LIMIT_FACTOR, factor);
    }

    public void limitCeiling(BigDecimal ceiling) {
        give(Effect.LIMIT_CEILING, ceiling);
    }

    public void limitStep(BigDecimal step) {
        give(Effect.LIMIT_STEP, step);
    }

    public void limitMonthDays(int days) {
        give(Effect.LIMIT_MONTH_DAYS, days);
    }

    public void noLimit() {
        give(Effect.NO_LIMIT, null);
    }

    public void unlimited() {
        give(Effect.UNLIMITED, null);
    }

    public void limitAdd(BigDecimal amount) {
        give(Effect.LIMIT_ADD, amount);
    }

    public void approvalAboveRise(BigDecimal share) {
        give(Effect.APPROVAL_ABOVE_RISE, share);
    }

    public void hold() {
        give(Effect.HOLD, null);
    }

    public void holdOrder() {
        give(Effect.HOLD_ORDER, null);
    }

    public void warnOrder() {
        give(Effect.WARN_ORDER, null);
    }

    /** For the host: the facts behind the properties. */
    public CustomerFacts facts() {
        return facts;
    }

    /** For the host: everything rules did so far, in no particular order within a phase. */
    public List<Given> given() {
        return Collections.unmodifiableList(given);
    }

    /** For the host: what the closed phases decided. */
    public Outcome outcome() {
        return outcome;
    }

    /** For the host: closes a phase. */
    public void settle(Outcome settled) {
        this.outcome = settled;
    }

    private void give(Effect effect, @Nullable Object value) {
        given.add(new Given(rule, effect, value, -1));
    }
}
