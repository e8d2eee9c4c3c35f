package dev.assay.reclassification;

import dev.assay.access.Permission;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.ledger.SqlWork;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who moved: counts, lists and downloads of one run. */
@Path("/api/v1/ledgers/{ledger}/reclassifications/{id}")
public class ChangesResource {

    private static final int PAGE_MAX = 500;
    /** Reasons aren't kept but found again by the rules: of so many customers while a person waits. */
    private static final int EXPLAINED_MAX = 500;

    private static final ChangeFilter MOVED = new ChangeFilter(null, null, true, ChangeFilter.Sort.LIMIT_FALLS_FIRST);
    private static final String CSV = "text/csv;charset=UTF-8";
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Runs runs;

    @Inject
    RunChanges changes;

    /**
     * One page of changes.
     *
     * @param nextCursor where the next page begins, null on the last
     */
    public record Page(List<ChangeView> items, @Nullable String nextCursor) {}

    /** How many customers went from which grade to which, and what that means for limits. */
    @GET
    @Path("migration")
    @PermissionsAllowed(Permission.RUN_READ)
    public MigrationView migration(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        return read(ledgerCode, id, changes::migration);
    }

    /**
     * Who changes, before and after, with the reasons that differ.
     *
     * @param from grade before, {@code none} for never graded
     * @param to grade after
     * @param moved true: only where grade, category, limit, term or hold differ
     * @param sort CODE, LIMIT_FALLS_FIRST or LIMIT_RISES_FIRST
     */
    @GET
    @Path("changes")
    @PermissionsAllowed(Permission.RUN_READ)
    public Page changes(
            @PathParam("ledger") String ledgerCode,
            @PathParam("id") long id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("moved") @Nullable String moved,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        checkLimit(limit);
        ChangeFilter filter = ChangeFilter.of(from, to, moved, sort);
        ChangeCursor place = cursor == null ? null : ChangeCursor.parse(cursor, filter.sort());
        return read(ledgerCode, id, (connection, run) -> {
            List<RunChanges.Row> found = changes.after(connection, run, filter, place, limit + 1);
            return page(
                    connection,
                    run,
                    found,
                    limit,
                    last -> ChangeCursor.of(last, filter.sort()).text());
        });
    }

    /** What each rule has to do with it: whom it decides otherwise, and what that means for limits. */
    @GET
    @Path("changes/rules")
    @PermissionsAllowed(Permission.RUN_READ)
    public RuleEffectsView rules(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        return read(
                ledgerCode,
                id,
                (connection, run) ->
                        effects(connection, run, changes.after(connection, run, MOVED, null, EXPLAINED_MAX + 1)));
    }

    /** The same as a table for a spreadsheet program, however long. */
    @GET
    @Path("changes.csv")
    @Produces(CSV)
    @PermissionsAllowed(Permission.RUN_READ)
    public Response csv(
            @PathParam("ledger") String ledgerCode,
            @PathParam("id") long id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("moved") @Nullable String moved,
            @QueryParam("sort") @Nullable String sort) {
        return download(ledgerCode, id, ChangeFilter.of(from, to, moved, sort), CSV, ChangeTables::csv, "csv");
    }

    /** The same as an Excel workbook. */
    @GET
    @Path("changes.xlsx")
    @Produces(XLSX)
    @PermissionsAllowed(Permission.RUN_READ)
    public Response xlsx(
            @PathParam("ledger") String ledgerCode,
            @PathParam("id") long id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("moved") @Nullable String moved,
            @QueryParam("sort") @Nullable String sort) {
        return download(ledgerCode, id, ChangeFilter.of(from, to, moved, sort), XLSX, ChangeTables::xlsx, "xlsx");
    }

    /**
     * What another run of the ledger decides differently: the matrix from this run's grades to the other's.
     *
     * @param other id of the other run
     */
    @GET
    @Path("comparison/{other}")
    @PermissionsAllowed(Permission.RUN_READ)
    public MigrationView comparison(
            @PathParam("ledger") String ledgerCode, @PathParam("id") long id, @PathParam("other") long other) {
        return read(
                ledgerCode,
                id,
                (connection, run) -> ComparedRuns.of(run, require(connection, run.ledger(), other))
                        .matrix(connection));
    }

    /** The customers with another grade, category, limit, term or hold in the other run: this run before, the other after. */
    @GET
    @Path("comparison/{other}/changes")
    @PermissionsAllowed(Permission.RUN_READ)
    public Page comparedChanges(
            @PathParam("ledger") String ledgerCode,
            @PathParam("id") long id,
            @PathParam("other") long other,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        checkLimit(limit);
        if (cursor != null && !cursor.matches("[0-9]{1,18}")) {
            throw ProblemType.INVALID_REQUEST.problem(
                    "cursor \"" + cursor + "\" is not the nextCursor of an answer; send it as it was received.");
        }
        long after = cursor == null ? 0 : Long.parseLong(cursor);
        return read(ledgerCode, id, (connection, run) -> {
            ComparedRuns runs = ComparedRuns.of(run, require(connection, run.ledger(), other));
            List<RunChanges.Row> found = runs.differences(connection, after, limit + 1);
            return page(connection, run, found, limit, RunChanges.Row::sortKey);
        });
    }

    /** What each rule has to do with the differences to the other run. */
    @GET
    @Path("comparison/{other}/changes/rules")
    @PermissionsAllowed(Permission.RUN_READ)
    public RuleEffectsView comparedRules(
            @PathParam("ledger") String ledgerCode, @PathParam("id") long id, @PathParam("other") long other) {
        return read(ledgerCode, id, (connection, run) -> {
            ComparedRuns runs = ComparedRuns.of(run, require(connection, run.ledger(), other));
            return effects(connection, run, runs.differences(connection, 0, EXPLAINED_MAX + 1));
        });
    }

    private RuleEffectsView effects(Connection connection, Run run, List<RunChanges.Row> found) throws SQLException {
        List<RunChanges.Row> some = found.subList(0, Math.min(EXPLAINED_MAX, found.size()));
        return RuleEffectsView.of(changes.withReasons(connection, run.ledger(), some), some.size() == found.size());
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw ProblemType.INVALID_REQUEST.problem("limit " + limit + " is not between 1 and " + PAGE_MAX + ".");
        }
    }

    private Page page(
            Connection connection,
            Run run,
            List<RunChanges.Row> found,
            int limit,
            Function<RunChanges.Row, String> cursor)
            throws SQLException {
        List<RunChanges.Row> page = found.subList(0, Math.min(limit, found.size()));
        return new Page(
                changes.withReasons(connection, run.ledger(), page),
                found.size() > limit ? cursor.apply(page.get(limit - 1)) : null);
    }

    /** The customers no decision could be made about, with their facts as far as they can be read. */
    @GET
    @Path("failures")
    @PermissionsAllowed(Permission.RUN_READ)
    public List<FailureView> failures(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        return read(ledgerCode, id, FailureView::of);
    }

    private Response download(
            String ledgerCode, long id, ChangeFilter filter, String type, ChangeTables.Format format, String ending) {
        Ledger ledger = ledgers.require(ledgerCode);
        Run known = transaction.read(ledger, connection -> require(connection, ledger, id));
        StreamingOutput body = out -> transaction.read(ledger, connection -> {
            format.write(out, row -> changes.forEach(connection, known, filter, row));
            return true;
        });
        return Response.ok(body, type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"reclassification-" + known.id() + "." + ending + "\"")
                .build();
    }

    /** What is read of a run. */
    private interface Reading<T> {
        T of(Connection connection, Run run) throws SQLException;
    }

    private <T> T read(String ledgerCode, long id, Reading<T> reading) {
        Ledger ledger = ledgers.require(ledgerCode);
        SqlWork<T> work = connection -> reading.of(connection, require(connection, ledger, id));
        return transaction.read(ledger, work);
    }

    private Run require(Connection connection, Ledger ledger, long id) throws SQLException {
        return runs.find(connection, ledger, id).orElseThrow(() -> Runs.unknown(ledger, id));
    }
}
