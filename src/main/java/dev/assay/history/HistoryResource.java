package dev.assay.history;

import dev.assay.access.Permission;
import dev.assay.engine.fact.Metric;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ValueRange;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The payment history of a customer over HTTP. */
@Path("/api/v1/ledgers/{ledger}/customers/{code}/history")
public class HistoryResource {

    private static final Set<Metric> ALL = EnumSet.allOf(Metric.class);

    /** PostgreSQL stores no NUL, so a code with one is nobody's. */
    private static final char NUL = 0;

    private static final char REPLACEMENT = 0xFFFD;
    private static final ValueRange YEARS = ValueRange.of(1900, 9999);

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    PaymentHistories histories;

    @Inject
    Clock clock;

    /** All metrics as of a date (default: today in the ledger's time zone), as known at an instant (default: now). */
    @GET
    @PermissionsAllowed(Permission.DECISION_READ)
    public HistoryView get(
            @PathParam("ledger") String ledgerCode,
            @PathParam("code") String customerCode,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("knownAt") @Nullable String knownAt) {
        Ledger ledger = ledgers.require(ledgerCode);
        LocalDate date = asOf == null ? LocalDate.now(clock.withZone(ledger.timeZone())) : date(asOf);
        Instant known = knownAt == null ? null : instant(knownAt);
        return transaction.readForFew(ledger, connection -> history(connection, ledger, customerCode, date, known));
    }

    private HistoryView history(
            Connection connection, Ledger ledger, String customerCode, LocalDate asOf, @Nullable Instant knownAt)
            throws SQLException {
        PaymentHistories.Vantage vantage = PaymentHistories.vantage(connection, ledger, asOf);
        Instant known = knownAt == null ? vantage.lastRecorded() : knownAt;
        CutPoints cutPoints = vantage.cutPoints();
        long customer = customerId(connection, ledger, customerCode);
        CustomerHistory history = histories
                .of(connection, ledger, asOf, known, ALL, List.of(customer), cutPoints)
                .get(0);
        return new HistoryView(
                customerCode, asOf, known, cutPoints == null ? null : cutPoints.asOf(), history.history());
    }

    private static long customerId(Connection connection, Ledger ledger, String code) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select id from customer where ledger_id = ? and code = ?")) {
            statement.setInt(1, ledger.id());
            statement.setString(2, code.replace(NUL, REPLACEMENT));
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw ProblemType.CUSTOMER_NOT_FOUND.problem(
                            "Ledger %s has no customer %s; create it with PUT customers/%s"
                                    .formatted(ledger.code(), code, code));
                }
                return rows.getLong(1);
            }
        }
    }

    private static LocalDate date(String value) {
        try {
            LocalDate date = LocalDate.parse(value);
            YEARS.checkValidValue(date.getYear(), ChronoField.YEAR);
            return date;
        } catch (DateTimeException e) {
            throw invalid("asOf", "'%s' is not a date from 1900 to 9999; write it like 2012-12-31".formatted(value));
        }
    }

    private static Instant instant(String value) {
        try {
            OffsetDateTime instant = OffsetDateTime.parse(value);
            YEARS.checkValidValue(instant.getYear(), ChronoField.YEAR);
            return instant.toInstant();
        } catch (DateTimeException e) {
            throw invalid(
                    "knownAt",
                    "'%s' is not an instant from 1900 to 9999; write it like 2012-12-31T23:59:59Z".formatted(value));
        }
    }

    private static RuntimeException invalid(String parameter, String message) {
        return ProblemType.INVALID_REQUEST.problem(message, List.of(new FieldError(parameter, message)));
    }
}
