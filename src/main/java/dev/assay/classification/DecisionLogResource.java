package dev.assay.classification;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.access.Role;
import dev.assay.audit.AuditLog;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.List;
import javax.sql.DataSource;

/** The decision log by months: how large they are, a month's decisions to take away, and the end of a month. */
@Path("/api/v1")
public class DecisionLogResource {

    private static final String NDJSON = "application/x-ndjson";

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    DecisionMonths months;

    @Inject
    Decisions decisions;

    @Inject
    DataSource database;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    @Inject
    SecurityIdentity caller;

    /** A month of the log. */
    public record MonthView(String month, long bytes) {}

    /** Every month there is, over all ledgers. */
    @GET
    @Path("decision-log")
    @RolesAllowed(Role.ADMIN)
    public List<MonthView> all() {
        return months.all().stream()
                .map(month -> new MonthView(month.month().toString(), month.bytes()))
                .toList();
    }

    /** A ledger's decisions of a month, one JSON object a line, with facts and reasons: to keep what is dropped. */
    @GET
    @Path("ledgers/{ledger}/decision-log/{month}")
    @Produces(NDJSON)
    @RolesAllowed({Role.CONTROLLER, Role.ADMIN})
    public Response export(@PathParam("ledger") String ledgerCode, @PathParam("month") String month) {
        Ledger ledger = ledgers.require(ledgerCode);
        YearMonth wanted = month(month);
        StreamingOutput body = out -> transaction.run(ledger, connection -> {
            try (JsonGenerator lines = json.createGenerator(out)) {
                lines.setRootValueSeparator(null);
                decisions.forEachOfMonth(connection, ledger, wanted, decision -> {
                    try {
                        json.writeValue(lines, decision);
                        lines.writeRaw('\n');
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return Response.ok(body, NDJSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"decisions-" + ledger.code() + "-" + wanted + ".ndjson\"")
                .build();
    }

    /** Drops a month of all ledgers, for good: take it away first. What stands for customers stays. */
    @DELETE
    @Path("decision-log/{month}")
    @RolesAllowed(Role.ADMIN)
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

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException e) {
            throw ProblemType.NOT_FOUND.problem("\"" + text + "\" is not a month; write it like 2026-01.");
        }
    }
}
