package dev.assay.credit.check;

import dev.assay.credit.check.OrderCheckView.Kind;
import dev.assay.credit.check.OrderCheckView.OverdueInvoice;
import dev.assay.credit.check.OrderCheckView.Remedy;
import dev.assay.credit.position.CreditGroup;
import dev.assay.engine.decision.OrderVerdict;
import dev.assay.engine.decision.OrderVerdict.Level;
import dev.assay.engine.decision.Text;
import dev.assay.engine.ruleset.CompiledRuleset;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would make a held order pass: found by asking the rules again, one change at a time. */
final class FindRemedies {

    private static final int INVOICES_MAX = 50;

    private final CompiledRuleset ruleset;
    private final OrderQuestion question;
    private final OrderVerdict verdict;

    FindRemedies(CompiledRuleset ruleset, OrderQuestion question, OrderVerdict verdict) {
        this.ruleset = ruleset;
        this.question = question;
        this.verdict = verdict;
    }

    List<Remedy> find(Connection connection) throws SQLException {
        List<Remedy> remedies = new ArrayList<>();
        if (verdict.level() != Level.HOLD) {
            return remedies;
        }
        BigDecimal limit = question.position().limit().amount();
        if (limit != null && question.exposureAfter().compareTo(limit) > 0) {
            BigDecimal most = limit.subtract(question.exposureBefore())
                    .add(question.posted().invoiced());
            if (most.signum() > 0 && most.compareTo(question.order().amount()) < 0) {
                add(
                        remedies,
                        Kind.REDUCE_AMOUNT,
                        most,
                        null,
                        question.with(question.order().withAmount(most)),
                        new Text("将订单减少至 " + most.toPlainString(), "Reduce the order to " + most.toPlainString()));
            }
        }
        BigDecimal overdue = question.position().history().overdueAmount();
        if (overdue != null && overdue.signum() > 0) {
            List<OverdueInvoice> invoices = overdueInvoices(connection);
            add(
                    remedies,
                    Kind.PAY_INVOICES,
                    overdue,
                    invoices,
                    question.paid(overdue),
                    new Text("付清逾期款 " + overdue.toPlainString(), "Pay what is overdue, " + overdue.toPlainString()));
        }
        if (question.order().requestedPeriodDays() != null || question.order().requestedTerm() != null) {
            add(
                    remedies,
                    Kind.GRANTED_TERM,
                    null,
                    null,
                    question.with(question.order().onGrantedTerm()),
                    new Text("采用核定的付款方式", "Take the granted payment term"));
        }
        if (!question.order().prepaid()) {
            add(
                    remedies,
                    Kind.PREPAY,
                    question.order().amount(),
                    null,
                    question.with(question.order().asPrepaid()),
                    new Text("改为款到发货", "Pay before delivery"));
        }
        return remedies;
    }

    /** Kept if the order passes then. */
    private void add(
            List<Remedy> remedies,
            Kind kind,
            @Nullable BigDecimal amount,
            @Nullable List<OverdueInvoice> invoices,
            OrderQuestion changed,
            Text text) {
        Level leads = changed.verdict(ruleset).level();
        if (leads != Level.HOLD) {
            remedies.add(new Remedy(kind, amount, invoices, leads, text));
        }
    }

    /** Undisputed ones, the oldest first. */
    private List<OverdueInvoice> overdueInvoices(Connection connection) throws SQLException {
        LocalDate today = question.position().asOf();
        List<CreditGroup.Member> sharing = question.position().sharing();
        // The open items of these customers, by primary key.
        try (PreparedStatement query = connection.prepareStatement("""
                select k.document_id, o.due_date, o.open
                  from open_item o
                  join document_key k on k.key = o.key
                 where o.customer_id = any (?) and o.kind = 2 and not o.disputed and o.due_date < ? and o.open > 0
                 order by o.due_date, k.document_id
                 limit ?
                """)) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint",
                            sharing.stream().map(CreditGroup.Member::id).toArray()));
            query.setObject(2, today);
            query.setInt(3, INVOICES_MAX);
            List<OverdueInvoice> invoices = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    LocalDate due = row.getObject(2, LocalDate.class);
                    invoices.add(new OverdueInvoice(
                            row.getString(1),
                            due,
                            (int) ChronoUnit.DAYS.between(due, today),
                            BigDecimal.valueOf(row.getLong(3), question.ledger().baseScale())));
                }
            }
            return invoices;
        }
    }
}
