package dev.assay.classification;

import dev.assay.access.Permission;
import dev.assay.audit.AuditLog;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.PermissionsAllowed;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.Connection;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.List;
import javax.sql.DataSource;

/** The decision log by months: how large they are, and the end of a month. */
@Path("/api/v1/decision-log")
public class DecisionLogResource {

    @Inject
    DecisionMonths months;

    @Inject
    DataSource database;

    @Inject
    Clock clock;

    @Inject
    SecurityIdentity caller;

    /** A month of the log. */
    public record MonthView(String month, long bytes) {}

    /** Every month there is, over all ledgers. */
    @GET
    @PermissionsAllowed(Permission.DECISION_DROP)
    public List<MonthView> all() {
        return months.all().stream()
                .map(month -> new MonthView(month.month().toString(), month.bytes()))
                .toList();
    }

    /** Drops a month of all ledgers, for good: take it away first. What stands for customers stays. */
    @DELETE
    @Path("{month}")
    @PermissionsAllowed(Permission.DECISION_DROP)
    public void drop(@PathParam("month") String month) {
        YearMonth wanted = month(month);
        months.drop(wanted);
        QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection()) {
                AuditLog.record(
                        connection,
                        AuditLog.INSTALLATION,
                        clock.instant(),
                        caller.getPrincipal().getName(),
                        new AuditLog.Change("decision log", wanted.toString(), "{}", null));
                return true;
            }
        });
    }

    static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException e) {
            throw ProblemType.NOT_FOUND.problem("\"" + text + "\" is not a month; write it like 2026-01.");
        }
    }
}
