package dev.assay.credit.check;

import dev.assay.credit.check.OrderCheckView.Finding;
import dev.assay.credit.hold.Holds;
import dev.assay.credit.hold.OrderRelease;
import dev.assay.credit.position.CreditGroup;
import dev.assay.credit.position.CreditPolicy;
import dev.assay.credit.position.ReadPosition;
import dev.assay.credit.position.Reservation;
import dev.assay.credit.position.Reservations;
import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.engine.decision.OrderVerdict;
import dev.assay.engine.decision.OrderVerdict.Level;
import dev.assay.engine.decision.Text;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whether an order may go, and takes its credit if it asks for it. Who checks an order of a group of customers waits for whoever
 * is at it, so that two orders can't use the same credit. What can't be known is never a silent yes.
 */
@ApplicationScoped
class CheckOrder {

    @Inject
    ReadPosition readPosition;

    @Inject
    Reservations reservations;

    @Inject
    Holds holds;

    @Inject
    OrderChecks checks;

    @Inject
    Clock clock;

    /**
     * @param policy as it was read before the connection was taken
     * @param whose not made yet
     * @param ruleset leased before the connection was taken: whoever holds one and waits for another may wait for himself; null: none
     *     serves
     */
    OrderCheckView check(
            @Nullable CompiledRuleset ruleset,
            CreditPolicy policy,
            RoundTrip whose,
            Ledger ledger,
            OrderCheckRequest.Checked order,
            String by)
            throws SQLException {
        Connection connection = whose.connection();
        RoundTrip.Answer<Optional<CreditGroup>> group = CreditGroup.askLocked(whose, ledger, order.customerCode());
        RoundTrip.Answer<Optional<Customer>> found = Customers.ask(whose, ledger, order.customerCode());
        RoundTrip.Answer<PostedOrder> posted = PostedOrder.ask(
                whose, ledger, order.customerCode(), order.orderId(), LocalDate.now(clock.withZone(ledger.timeZone())));
        whose.make();
        if (found.get().isEmpty()) {
            return unable(
                    connection,
                    ledger,
                    order,
                    "UNKNOWN_CUSTOMER",
                    new Text("客户 " + order.customerCode() + " 不存在", "There is no customer " + order.customerCode()),
                    by);
        }
        if (ruleset == null) {
            return unable(
                    connection,
                    ledger,
                    order,
                    "RULES_UNAVAILABLE",
                    new Text("规则暂不可用", "No rules serve at the moment"),
                    by);
        }
        if (!ruleset.checksOrders()) {
            return unable(
                    connection,
                    ledger,
                    order,
                    "CHECKS_MISSING",
                    new Text("规则集没有订单检查规则", "The ruleset has no rules about orders"),
                    by);
        }
        // Asked together with the customer's credit, once its lock is held.
        RoundTrip what = new RoundTrip(connection);
        Customer customer = found.get().get();
        if (group.get().orElseThrow().members().size() > 1) {
            // A group's lock is taken after all of the first round trip; the customer may have changed meanwhile.
            customer = RoundTrip.alone(connection, trip -> Customers.ask(trip, ledger, order.customerCode()))
                    .orElseThrow();
        }
        ReadPosition.Asked position =
                readPosition.ask(what, ledger, customer, policy, group.get().orElseThrow(), ruleset.metricsOfChecks());
        RoundTrip.Answer<Optional<OrderRelease>> release =
                OrderRelease.ask(what, ledger, order.orderId(), clock.instant());
        RoundTrip.Answer<Optional<Reservation>> own = reservations.askOfOrder(what, ledger, order.orderId());
        what.make();
        OrderQuestion question = new OrderQuestion(ledger, position.get(), posted.get(), order);
        Optional<Reservation> before = own.get()
                .filter(each -> each.state() != Reservation.State.RELEASED)
                .filter(each -> question.position().sharing().stream()
                        .anyMatch(member -> member.code().equals(each.customerCode())));
        return decide(connection, question, own.get(), before, release.get(), ruleset, by);
    }

    private OrderCheckView decide(
            Connection connection,
            OrderQuestion question,
            Optional<Reservation> own,
            Optional<Reservation> before,
            Optional<OrderRelease> released,
            CompiledRuleset ruleset,
            String by)
            throws SQLException {
        Ledger ledger = question.ledger();
        OrderCheckRequest.Checked order = question.order();
        Customer customer = question.position().customer();
        OrderVerdict verdict = question.verdict(ruleset);
        Optional<OrderRelease> release = released.filter(each -> verdict.level() == Level.HOLD
                && each.covers(customer.id(), order.amount(), order.requestedPeriodDays()));
        Level decision = release.isPresent() ? Level.APPROVE : verdict.level();
        List<OrderCheckView.Remedy> remedies =
                decision == Level.HOLD ? new FindRemedies(ruleset, question, verdict).find(connection) : List.of();
        RoundTrip effects = new RoundTrip(connection);
        RoundTrip.Answer<Optional<Reservation>> reservation = reserve(effects, question, own, before, decision, by);
        reservations.noteConsumed(effects, ledger, question.position().reservations());
        if (decision == Level.HOLD) {
            List<String> codes = verdict.checks().stream()
                    .filter(each -> each.level() == Level.HOLD)
                    .map(each -> each.reason().code())
                    .toList();
            holds.raiseOrder(
                    effects,
                    ledger,
                    customer.id(),
                    order.orderId(),
                    order.amount(),
                    order.requestedPeriodDays(),
                    codes,
                    by);
        } else {
            holds.settleOrder(effects, ledger, order.orderId(), by);
        }
        RoundTrip record = effects;
        if (!reservation.isKnown()) {
            effects.make(); // the answer tells what became of the reservation
            record = new RoundTrip(connection);
        }
        BigDecimal limit = question.position().limit().amount();
        OrderCheckView view = new OrderCheckView(
                0,
                order.orderId(),
                customer.code(),
                order.amount(),
                decision,
                findings(verdict),
                release.map(OrderRelease::releasedBy).orElse(null),
                question.exposureBefore(),
                question.exposureAfter(),
                limit,
                limit == null ? null : limit.subtract(question.exposureAfter()),
                reservation.get().orElse(null),
                remedies,
                ruleset.version(),
                now(),
                by);
        RoundTrip.Answer<Long> id = checks.insert(record, ledger, customer.id(), view);
        record.make();
        return view.withId(id.get());
    }

    /** The order's reservation as it is after this check: made, changed, given back, or as it was. */
    private RoundTrip.Answer<Optional<Reservation>> reserve(
            RoundTrip trip,
            OrderQuestion question,
            Optional<Reservation> own,
            Optional<Reservation> before,
            Level decision,
            String by) {
        Ledger ledger = question.ledger();
        OrderCheckRequest.Checked order = question.order();
        boolean wanted = order.reserve() || before.map(Reservation::counts).orElse(false);
        boolean consumed = before.map(Reservation::consumed).orElse(false);
        if (consumed || !wanted && before.isEmpty()) {
            return RoundTrip.Answer.known(own);
        }
        if (decision == Level.HOLD || question.added().signum() == 0 || !wanted) {
            if (before.isEmpty()) {
                return RoundTrip.Answer.known(own);
            }
            reservations.become(trip, ledger, order.orderId(), Reservation.State.RELEASED, by);
        } else {
            reservations.put(
                    trip,
                    ledger,
                    question.position().customer().id(),
                    order.orderId(),
                    question.added(),
                    now().plus(Duration.ofHours(question.position().policy().reservationHours())),
                    by);
        }
        return reservations.askOfOrder(trip, ledger, order.orderId());
    }

    private static List<Finding> findings(OrderVerdict verdict) {
        List<Finding> findings = new ArrayList<>();
        verdict.checks().stream()
                .sorted((one, other) -> other.level().compareTo(one.level()))
                .forEach(each -> findings.add(new Finding(
                        each.reason().code(),
                        each.level(),
                        each.reason().value(),
                        each.reason().threshold(),
                        each.reason().text())));
        return findings;
    }

    /** The check couldn't be made: the order waits. */
    private OrderCheckView unable(
            Connection connection, Ledger ledger, OrderCheckRequest.Checked order, String code, Text text, String by)
            throws SQLException {
        OrderCheckView view = new OrderCheckView(
                0,
                order.orderId(),
                order.customerCode(),
                order.amount(),
                Level.HOLD,
                List.of(new Finding(code, Level.HOLD, null, null, text)),
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                now(),
                by);
        return view.withId(RoundTrip.alone(connection, trip -> checks.insert(trip, ledger, null, view)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS); // what the database keeps
    }
}
