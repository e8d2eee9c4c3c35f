package dev.assay.classification;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.access.Permission;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.YearMonth;

/** A ledger's decisions to take away. */
@Path("/api/v1/ledgers/{ledger}/decision-log")
public class DecisionExportResource {

    private static final String NDJSON = "application/x-ndjson";

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Decisions decisions;

    @Inject
    ObjectMapper json;

    /** A ledger's decisions of a month, one JSON object a line, with facts and reasons: to keep what is dropped. */
    @GET
    @Path("{month}")
    @Produces(NDJSON)
    @PermissionsAllowed(Permission.DECISION_EXPORT)
    public Response export(@PathParam("ledger") String ledgerCode, @PathParam("month") String month) {
        Ledger ledger = ledgers.require(ledgerCode);
        YearMonth wanted = DecisionLogResource.month(month);
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
}
