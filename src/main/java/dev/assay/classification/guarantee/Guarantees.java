package dev.assay.classification.guarantee;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.approval.ChangeKind;
import dev.assay.approval.ChangeRequest;
import dev.assay.audit.AuditLog;
import dev.assay.classification.guarantee.Guarantee.State;
import dev.assay.customer.Customers;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerClock;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may become of guarantees, on the connection of a transaction that entered the ledger. What is accepted or ended is known from
 * the next instant of the ledger's clock on.
 */
@ApplicationScoped
public class Guarantees implements ChangeKind {

    static final String KIND = "GUARANTEE";

    @Inject
    StoredGuarantees stored;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return KIND;
    }

    /**
     * What must be so before one is asked for, and still when it is agreed to.
     *
     * @return the one it is to replace
     * @throws dev.assay.platform.problem.Problem CONFLICT if that isn't one that was accepted and not ended; DUPLICATE if the same
     *     document counts on one of its days already
     */
    Optional<Guarantee> checkPlace(Connection connection, Ledger ledger, long customerId, Place wanted)
            throws SQLException {
        List<Guarantee> accepted = stored.ofCustomer(connection, ledger, customerId).stream()
                .filter(each -> each.acceptedAt() != null)
                .toList();
        Optional<Guarantee> replaced = accepted.stream()
                .filter(each -> Objects.equals(each.id(), wanted.replaces()))
                .findFirst();
        if (wanted.replaces() != null
                && replaced.filter(each -> each.endedOn() == null).isEmpty()) {
            throw ProblemType.CONFLICT.problem("Guarantee " + wanted.replaces()
                    + " can't be replaced: only one of the customer that was accepted, and that nobody ended.");
        }
        for (Guarantee each : accepted) {
            boolean replacesIt =
                    replaced.filter(other -> other.firstId() == each.firstId()).isPresent();
            if (!replacesIt && wanted.isSameDocumentAs(each) && wanted.overlaps(each)) {
                throw ProblemType.DUPLICATE.problem("Guarantee " + each.id() + " is " + wanted.reference() + " of "
                        + wanted.issuer() + " already; to change it, ask for one that replaces it.");
            }
        }
        return replaced;
    }

    /** Before anything is recorded: whoever records what happened holds its end of the record, and mustn't wait for the books then. */
    @Override
    public void prepare(Connection connection, Ledger ledger) throws SQLException {
        var unused = LedgerClock.hold(connection, ledger);
    }

    /** From now on it counts; the one it replaces until the day before its first. */
    @Override
    public void approved(Connection connection, Ledger ledger, ChangeRequest request) throws SQLException {
        OffsetDateTime knownAt = LedgerClock.advance(connection, ledger, clock);
        Guarantee wanted = stored.requested(connection, ledger, request.id());
        long customer = Customers.require(connection, ledger, request.subject()).id();
        LocalDate today = today(ledger);
        if (wanted.validUntil() != null && wanted.validUntil().isBefore(today)) {
            throw ProblemType.CONFLICT.problem("The guarantee ended before it was agreed to; ask for another one.");
        }
        var unused = checkPlace(connection, ledger, customer, Place.of(wanted));
        stored.accept(connection, wanted.id(), knownAt);
    }

    @Override
    public void refused(Connection connection, Ledger ledger, ChangeRequest request, String by) throws SQLException {
        stored.refuse(connection, request.id());
    }

    /**
     * It was returned, called or found worthless.
     *
     * @param endedOn from this day on it doesn't count; null: today
     * @throws dev.assay.platform.problem.Problem NOT_FOUND; CONFLICT if it doesn't count any more, or not yet; INVALID_CONTENT
     */
    void end(
            Connection connection,
            Ledger ledger,
            long customerId,
            long id,
            @Nullable LocalDate endedOn,
            String note,
            String by)
            throws SQLException {
        OffsetDateTime knownAt = LedgerClock.advance(connection, ledger, clock);
        Guarantee guarantee = stored.ofCustomer(connection, ledger, customerId).stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseThrow(() -> ProblemType.NOT_FOUND.problem("The customer has no guarantee " + id + "."));
        boolean coming = guarantee.state() == State.COMING;
        if (guarantee.state() != State.ACTIVE && !coming || guarantee.endedOn() != null) {
            throw ProblemType.CONFLICT.problem("Guarantee " + id + " is " + guarantee.state()
                    + "; only one that counts is ended."
                    + (guarantee.state() == State.REQUESTED ? " Withdraw request " + guarantee.requestId() + "." : ""));
        }
        LocalDate last = coming ? guarantee.validFrom() : today(ledger);
        LocalDate day = endedOn == null ? last : endedOn;
        if (day.isAfter(last) || day.isBefore(guarantee.validFrom())) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "The guarantee can't end then.",
                    List.of(new FieldError(
                            "/endedOn", "give a day from " + guarantee.validFrom() + " to " + last + ", or none")));
        }
        stored.end(connection, id, new StoredGuarantees.End(day, knownAt, by, note));
        // Why is with the guarantee, and goes with it when what is known of a person is erased.
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                by,
                new AuditLog.Change(
                        "guarantee",
                        String.valueOf(id),
                        null,
                        json.createObjectNode().put("endedOn", day.toString()).toString()));
    }

    private LocalDate today(Ledger ledger) {
        return LocalDate.now(clock.withZone(ledger.timeZone()));
    }
}
