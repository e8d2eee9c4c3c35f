package dev.assay.credit.hold;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.approval.ChangeKind;
import dev.assay.approval.ChangeRequest;
import dev.assay.approval.ChangeRequests;
import dev.assay.credit.position.CreditGroup;
import dev.assay.credit.position.CreditPolicy;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Lets a customer or an order go: by one person, or, above an amount or his authority, by two. */
@ApplicationScoped
class ReleaseHold implements ChangeKind {

    static final String KIND = "HOLD_RELEASE";

    @Inject
    Holds holds;

    @Inject
    ChangeRequests requests;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /**
     * Releases a hold, or, where the amount asks for another person, asks for one.
     *
     * @param authority the largest amount the caller may agree to; empty: any
     */
    CreditHold release(
            Connection connection, Ledger ledger, long id, String note, Optional<BigDecimal> authority, String by)
            throws SQLException {
        CreditHold hold = locked(connection, ledger, id);
        Holds.refuseReleased(hold);
        if (hold.requestId() != null
                && requests.require(connection, ledger, hold.requestId()).state() == ChangeRequest.State.PENDING) {
            throw ProblemType.CONFLICT.problem(
                    "Request " + hold.requestId() + " waits for another person to release it.");
        }
        BigDecimal amount = hold.amount();
        BigDecimal above = CreditPolicy.of(connection, ledger).releaseAbove();
        boolean another = amount != null
                && (above != null && amount.compareTo(above) > 0
                        || authority.isPresent() && amount.compareTo(authority.get()) > 0);
        if (another) {
            ask(connection, ledger, hold, note, by);
        } else {
            released(connection, ledger, hold, note, by);
        }
        return holds.require(connection, ledger, id);
    }

    private void ask(Connection connection, Ledger ledger, CreditHold hold, String note, String by)
            throws SQLException {
        long request = requests.open(
                connection,
                ledger,
                new ChangeRequests.Wish(
                        KIND,
                        String.valueOf(hold.id()),
                        hold.customerId(),
                        new ChangeRequest.Summary(
                                "放行订单 " + hold.orderId() + "（客户 " + hold.customerCode() + "，金额 " + hold.amount() + "）："
                                        + note,
                                "Release order " + hold.orderId() + " of customer " + hold.customerCode() + ", "
                                        + hold.amount() + ": " + note),
                        json.createObjectNode()
                                .put("holdId", hold.id())
                                .put("orderId", hold.orderId())
                                .put("note", note)
                                .set("reasons", json.valueToTree(hold.reasons())),
                        hold.amount()),
                by);
        try (PreparedStatement update =
                connection.prepareStatement("update credit_hold set request_id = ? where id = ?")) {
            update.setLong(1, request);
            update.setLong(2, hold.id());
            update.executeUpdate();
        }
    }

    private void released(Connection connection, Ledger ledger, CreditHold hold, String note, String by)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update credit_hold set released_at = ?, released_by = ?, release_note = ? where id = ?")) {
            update.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
            update.setString(2, by);
            update.setString(3, note);
            update.setLong(4, hold.id());
            update.executeUpdate();
        }
        if (hold.orderId() != null && hold.amount() != null) {
            Instant until = clock.instant()
                    .plus(Duration.ofDays(CreditPolicy.of(connection, ledger).releaseDays()));
            new OrderRelease(hold.customerId(), hold.amount(), hold.periodDays(), by)
                    .store(connection, ledger, hold.orderId(), note, clock.instant(), until);
        }
        holds.audit(connection, ledger, hold.id(), hold, holds.require(connection, ledger, hold.id()), by);
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public void approved(Connection connection, Ledger ledger, ChangeRequest request) throws SQLException {
        CreditHold hold = locked(connection, ledger, Long.parseLong(request.subject()));
        Holds.refuseReleased(hold);
        if (hold.amount() != null && request.amount() != null && hold.amount().compareTo(request.amount()) > 0) {
            throw ProblemType.CONFLICT.problem(
                    "The order has grown to " + hold.amount() + " since; reject the request.");
        }
        released(
                connection,
                ledger,
                hold,
                request.payload().path("note").asText(),
                request.steps().get(request.steps().size() - 1).by());
    }

    /** With the lock of its group first, as in a check of the order: the two never wait for each other. */
    private CreditHold locked(Connection connection, Ledger ledger, long id) throws SQLException {
        CreditGroup.lock(
                connection, ledger, holds.require(connection, ledger, id).customerCode());
        return holds.require(connection, ledger, id);
    }
}
