package dev.assay.credit.arrears;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.audit.AuditLog;
import dev.assay.credit.position.CreditPolicy;
import dev.assay.customer.Customers;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Arrears, letters, promises and notes, over HTTP. */
@Path("/api/v1/ledgers/{ledger}")
public class ArrearsResource {

    private static final int TEXT_MAX = 4_000;
    private static final int LEVEL_MAX = 4;
    private static final int DAYS_AHEAD_MAX = 366;
    private static final BigDecimal AMOUNT_MAX = new BigDecimal("1000000000000");

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    ManagedExecutor executor;

    @Inject
    Collections collections;

    @Inject
    Caller caller;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** @param sentOn absent: today */
    public record Letter(@Nullable Integer level, @Nullable LocalDate sentOn) {}

    /** @param madeOn absent: today */
    public record NewPromise(
            @Nullable BigDecimal amount,
            @Nullable LocalDate madeOn,
            @Nullable LocalDate dueOn,
            @Nullable String note) {}

    public record NewNote(
            CustomerNote.@Nullable Way way,
            @Nullable String contact,
            @Nullable String content,
            @Nullable LocalDate followUp) {}

    /** Customers in arrears, the gravest first. @param letterDue only those whose level has risen since their last letter */
    @GET
    @Path("arrears")
    @PermissionsAllowed(Permission.CREDIT_READ)
    public List<Arrear> arrears(
            @PathParam("ledger") String ledgerCode,
            @QueryParam("minLevel") @DefaultValue("0") @Min(0) @Max(4) int minLevel,
            @QueryParam("letterDue") @DefaultValue("false") boolean letterDue,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(10_000) int limit) {
        Ledger ledger = ledgers.require(ledgerCode);
        CreditPolicy policy = transaction.read(ledger, connection -> CreditPolicy.of(connection, ledger));
        return new FindArrears(transaction, executor, ledger, today(ledger), policy).find(minLevel, letterDue, limit);
    }

    /** A letter was sent; until the level rises none is due any more. */
    @POST
    @Path("customers/{code}/dunning-letters")
    @ResponseStatus(201)
    @PermissionsAllowed(Permission.COLLECT_WRITE)
    public Letter letter(@PathParam("ledger") String ledgerCode, @PathParam("code") String code, Letter letter) {
        Ledger ledger = ledgers.require(ledgerCode);
        LocalDate sent = letter.sentOn() == null ? today(ledger) : letter.sentOn();
        return transaction.call(ledger, connection -> {
            long customer = Customers.require(connection, ledger, code).id();
            Integer level = letter.level();
            if (level == null || level < 1 || level > LEVEL_MAX || sent.isAfter(today(ledger))) {
                throw refused(List.of(new FieldError(
                        level == null || level < 1 || level > LEVEL_MAX ? "/level" : "/sentOn",
                        "give a level from 1 to " + LEVEL_MAX + " and a day that isn't in the future")));
            }
            collections.letter(connection, ledger, customer, level, sent, caller.name());
            audit(
                    connection,
                    ledger,
                    code,
                    json.createObjectNode().put("letter", level).put("sentOn", sent.toString()));
            return new Letter(level, sent);
        });
    }

    @GET
    @Path("customers/{code}/promises")
    @PermissionsAllowed(Permission.CREDIT_READ)
    public List<Promise> promises(@PathParam("ledger") String ledgerCode, @PathParam("code") String code) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(
                ledger,
                connection -> collections.promises(
                        connection,
                        ledger,
                        Customers.require(connection, ledger, code).id()));
    }

    @POST
    @Path("customers/{code}/promises")
    @ResponseStatus(201)
    @PermissionsAllowed(Permission.COLLECT_WRITE)
    public List<Promise> promise(
            @PathParam("ledger") String ledgerCode, @PathParam("code") String code, NewPromise promise) {
        Ledger ledger = ledgers.require(ledgerCode);
        LocalDate made = promise.madeOn() == null ? today(ledger) : promise.madeOn();
        return transaction.call(ledger, connection -> {
            long customer = Customers.require(connection, ledger, code).id();
            check(ledger, promise, made);
            collections.promise(
                    connection,
                    ledger,
                    customer,
                    Objects.requireNonNull(promise.amount()),
                    made,
                    Objects.requireNonNull(promise.dueOn()),
                    promise.note() == null ? "" : promise.note(),
                    caller.name());
            audit(
                    connection,
                    ledger,
                    code,
                    json.createObjectNode()
                            .put("promised", promise.amount())
                            .put("dueOn", promise.dueOn().toString()));
            return collections.promises(connection, ledger, customer);
        });
    }

    private void check(Ledger ledger, NewPromise promise, LocalDate made) {
        List<FieldError> errors = new ArrayList<>();
        BigDecimal amount = promise.amount();
        if (amount == null
                || amount.signum() <= 0
                || amount.compareTo(AMOUNT_MAX) > 0
                || amount.stripTrailingZeros().scale() > ledger.baseScale()) {
            errors.add(new FieldError(
                    "/amount", "give an amount above 0 with at most " + ledger.baseScale() + " decimals"));
        }
        LocalDate today = today(ledger);
        if (made.isAfter(today) || made.isBefore(today.minusDays(DAYS_AHEAD_MAX))) {
            errors.add(new FieldError("/madeOn", "is in the future, or more than a year ago"));
        }
        if (promise.dueOn() == null
                || promise.dueOn().isBefore(made)
                || promise.dueOn().isAfter(today.plusDays(DAYS_AHEAD_MAX))) {
            errors.add(new FieldError("/dueOn", "give a day from the promise's on, within a year"));
        }
        if (promise.note() != null && promise.note().length() > TEXT_MAX) {
            errors.add(new FieldError("/note", "is longer than " + TEXT_MAX + " characters"));
        }
        if (!errors.isEmpty()) {
            throw refused(errors);
        }
    }

    /** It was recorded by mistake; whether promises are kept is seen from the payments. */
    @POST
    @Path("customers/{code}/promises/{id}/withdraw")
    @PermissionsAllowed(Permission.COLLECT_WRITE)
    public List<Promise> withdraw(
            @PathParam("ledger") String ledgerCode, @PathParam("code") String code, @PathParam("id") long id) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            long customer = Customers.require(connection, ledger, code).id();
            collections.withdraw(connection, customer, id);
            audit(connection, ledger, code, json.createObjectNode().put("promiseWithdrawn", id));
            return collections.promises(connection, ledger, customer);
        });
    }

    @GET
    @Path("customers/{code}/notes")
    @PermissionsAllowed(Permission.CREDIT_READ)
    public List<CustomerNote> notes(@PathParam("ledger") String ledgerCode, @PathParam("code") String code) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(
                ledger,
                connection -> collections.notes(
                        connection,
                        ledger,
                        Customers.require(connection, ledger, code).id()));
    }

    @POST
    @Path("customers/{code}/notes")
    @ResponseStatus(201)
    @PermissionsAllowed(Permission.NOTE_WRITE)
    public List<CustomerNote> note(
            @PathParam("ledger") String ledgerCode, @PathParam("code") String code, NewNote note) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            long customer = Customers.require(connection, ledger, code).id();
            String content = note.content();
            if (content == null || content.isBlank() || content.length() > TEXT_MAX) {
                throw refused(List.of(new FieldError("/content", "give 1 to " + TEXT_MAX + " characters")));
            }
            collections.note(
                    connection,
                    ledger,
                    customer,
                    note.way() == null ? CustomerNote.Way.OTHER : note.way(),
                    note.contact(),
                    content.strip(),
                    note.followUp(),
                    caller.name());
            audit(connection, ledger, code, json.createObjectNode().put("note", true));
            return collections.notes(connection, ledger, customer);
        });
    }

    /** The follow-up was done: nobody is reminded of it any more. */
    @POST
    @Path("customers/{code}/notes/{id}/done")
    @PermissionsAllowed(Permission.NOTE_WRITE)
    public List<CustomerNote> done(
            @PathParam("ledger") String ledgerCode, @PathParam("code") String code, @PathParam("id") long id) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            long customer = Customers.require(connection, ledger, code).id();
            collections.done(connection, customer, id);
            audit(connection, ledger, code, json.createObjectNode().put("noteDone", id));
            return collections.notes(connection, ledger, customer);
        });
    }

    private static RuntimeException refused(List<FieldError> errors) {
        return ProblemType.INVALID_CONTENT.problem("It can't be like this.", errors);
    }

    private LocalDate today(Ledger ledger) {
        return LocalDate.now(clock.withZone(ledger.timeZone()));
    }

    private void audit(Connection connection, Ledger ledger, String code, ObjectNode after) throws SQLException {
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                caller.name(),
                new AuditLog.Change("collection", code, null, after.toString()));
    }
}
