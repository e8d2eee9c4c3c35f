package dev.assay.classification.override;

import dev.assay.classification.guarantee.AcceptedGuarantees;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.engine.fact.Outcome;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a customer may have: what the rules gave, and in its place what people set.
 *
 * @param reviewOn when the customer is to be graded again; null if it never was graded
 * @param rules what the rules gave, a rise that waits left out
 * @param countedGuarantees what of the rules' limit rests on guarantees
 * @param guarantees what of guarantees is in force today; as much as is less can't be used of the limit
 * @param effective what counts
 * @param overrides of the customer, whatever their state
 */
public record StandingCredit(
        @Nullable LocalDate reviewOn,
        boolean provisional,
        String category,
        int graceDays,
        Effective rules,
        BigDecimal countedGuarantees,
        BigDecimal guarantees,
        Effective effective,
        List<CustomerOverride> overrides) {

    /** By primary key, and by guarantee_of_customer. */
    private static final String SELECT = """
            select s.*, g.guarantees
              from (select coalesce(sum(g.accepted), 0) as guarantees
                      from guarantee g
                     where g.customer_id = ? and %s) g
              left join classification s on s.customer_id = ? and s.ledger_id = ?
            """.formatted(AcceptedGuarantees.IN_FORCE);

    /** Somebody who was never graded: no limit, prepayment. */
    private static StandingCredit ofNobody(Ledger ledger, BigDecimal guarantees, List<CustomerOverride> overrides) {
        BigDecimal nothing = BigDecimal.ZERO.setScale(ledger.baseScale());
        CreditLimit none = new CreditLimit(
                CreditLimit.Type.NONE, nothing, ledger.baseCurrency().getCurrencyCode(), CreditLimit.Status.GRANTED);
        Effective rules = new Effective("", none, new PaymentTerm(PaymentTerm.Type.PREPAY, null), false);
        return new StandingCredit(
                null, false, "", 0, rules, nothing, guarantees, rules.with(overrides, ledger), overrides);
    }

    public boolean graded() {
        return reviewOn != null;
    }

    /** Whether less can be used than the rules gave, since guarantees ended; a person's limit needs none. */
    public boolean isShortOfGuarantees() {
        BigDecimal given = rules.creditLimit().amount();
        BigDecimal left = effective.creditLimit().amount();
        return given != null
                && left != null
                && left.compareTo(given) < 0
                && overrides.stream()
                        .noneMatch(each -> each.field() == CustomerOverride.Field.LIMIT
                                && each.state() == CustomerOverride.State.ACTIVE);
    }

    /** What rules about orders may know of it. */
    public Outcome outcome() {
        Integer days = effective.paymentTerm().creditPeriodDays();
        return new Outcome(
                null,
                effective.grade(),
                provisional,
                category,
                effective.paymentTerm().type().name(),
                days == null ? 0 : days,
                graceDays);
    }

    /** @param overrides of the customer, asked before */
    public static RoundTrip.Answer<StandingCredit> ask(
            RoundTrip trip,
            Ledger ledger,
            long customerId,
            LocalDate today,
            RoundTrip.Answer<List<CustomerOverride>> overrides) {
        List<Object> values = new ArrayList<>(List.of(customerId));
        values.addAll(AcceptedGuarantees.inForceNow(today));
        values.addAll(List.of(customerId, ledger.id()));
        return trip.ask(
                SELECT,
                row -> {
                    row.next();
                    BigDecimal guarantees = row.getBigDecimal("guarantees").movePointLeft(ledger.baseScale());
                    return row.getString("grade") == null
                            ? ofNobody(ledger, guarantees, overrides.get())
                            : read(row, ledger, guarantees, overrides.get());
                },
                values.toArray());
    }

    private static StandingCredit read(
            ResultSet row, Ledger ledger, BigDecimal guarantees, List<CustomerOverride> overrides) throws SQLException {
        CreditLimit.Type type = CreditLimit.Type.valueOf(row.getString("granted_type"));
        CreditLimit granted = new CreditLimit(
                type,
                type == CreditLimit.Type.UNLIMITED
                        ? null
                        : BigDecimal.valueOf(row.getLong("granted_amount"), ledger.baseScale()),
                ledger.baseCurrency().getCurrencyCode(),
                CreditLimit.Status.GRANTED);
        Effective rules = new Effective(
                row.getString("grade"),
                granted,
                new PaymentTerm(PaymentTerm.Type.valueOf(row.getString("term_type")), (Integer)
                        row.getObject("credit_period_days")),
                row.getBoolean("hold"));
        BigDecimal counted = BigDecimal.valueOf(row.getLong("granted_guarantees"), ledger.baseScale());
        Effective effective = new Effective(
                rules.grade(), Effective.backed(granted, counted, guarantees), rules.paymentTerm(), rules.hold());
        return new StandingCredit(
                row.getObject("review_on", LocalDate.class),
                row.getBoolean("provisional"),
                row.getString("category"),
                row.getInt("grace_days"),
                rules,
                counted,
                guarantees,
                effective.with(overrides, ledger),
                overrides);
    }
}
