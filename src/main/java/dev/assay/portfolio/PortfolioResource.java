package dev.assay.portfolio;

import dev.assay.access.Permission;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.database.RoundTrip;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The portfolio of a ledger, over HTTP: what stands for its customers, in sums and as a list. */
@Path("/api/v1/ledgers/{ledger}/portfolio")
public class PortfolioResource {

    /** What the list is sorted by; the code decides between equals. */
    private static final Map<String, String> SORTS = new TreeMap<>(Map.ofEntries(
            Map.entry("code", "c.code"),
            Map.entry("name", "c.name"),
            Map.entry("grade", "s.grade"),
            Map.entry("score", "d.score_tenths"),
            Map.entry(
                    "limit", "case s.granted_type when 'UNLIMITED' then 9223372036854775807 else s.granted_amount end"),
            Map.entry("exposure", "d.exposure"),
            Map.entry("overdue", "d.overdue_amount"),
            Map.entry("oldestOverdueDays", "d.oldest_overdue_days"),
            Map.entry("reviewOn", "s.review_on")));

    /** By the ledger's customers; standing by primary key; its decision by primary key, in the month that it names. */
    private static final String FROM = """
              from customer c
              left join classification s on s.customer_id = c.id and s.ledger_id = c.ledger_id
              left join decision d on d.id = s.decision_id and d.decided_at = s.decided_at and d.ledger_id = c.ledger_id
             where\s""";

    private static final String SUMS = """
            select s.grade, d.value_class, count(*) as customers, count(*) filter (where s.provisional) as provisional,
                   count(*) filter (where s.hold) as held, count(*) filter (where s.granted_type = 'UNLIMITED') as unlimited,
                   coalesce(sum(s.granted_amount) filter (where s.granted_type <> 'UNLIMITED'), 0) as granted,
                   coalesce(sum(d.exposure), 0) as exposure, coalesce(sum(d.net_revenue_12m), 0) as revenue,
                   coalesce(sum(d.overdue_amount), 0) as overdue,
                   array[coalesce(sum(d.ageing_current), 0), coalesce(sum(d.ageing_1_to_30), 0),
                         coalesce(sum(d.ageing_31_to_60), 0), coalesce(sum(d.ageing_61_to_90), 0),
                         coalesce(sum(d.ageing_91_plus), 0), coalesce(sum(d.ageing_disputed), 0)] as ageing,
                   max(s.as_of) as latest
            """;

    private static final String ITEMS = """
            select c.code, c.name, c.industry, c.region, c.owner, c.status, s.grade, s.provisional, s.category, d.value_class,
                   d.score_tenths, s.granted_type, s.granted_amount, d.exposure, d.overdue_amount, d.oldest_overdue_days, s.hold,
                   s.as_of, s.review_on
            """;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    /** The sums, of all customers or of those that the parameters of the list ask for. */
    @GET
    @PermissionsAllowed(Permission.PORTFOLIO_READ)
    public PortfolioView sums(@PathParam("ledger") String ledgerCode, @Context UriInfo address) {
        Ledger ledger = ledgers.require(ledgerCode);
        PortfolioFilter filter = PortfolioFilter.of(ledger, address.getQueryParameters());
        return transaction.read(
                ledger,
                connection -> RoundTrip.alone(
                        connection,
                        trip -> trip.ask(
                                SUMS + FROM + filter.condition() + " group by s.grade, d.value_class order by 1, 2",
                                rows -> sums(rows, ledger),
                                filter.values().toArray())));
    }

    private static PortfolioView sums(ResultSet row, Ledger ledger) throws SQLException {
        List<PortfolioView.PortfolioGroup> groups = new ArrayList<>();
        long customers = 0;
        LocalDate latest = null;
        while (row.next()) {
            List<BigDecimal> ageing = new ArrayList<>();
            for (Object minor : (Object[]) row.getArray("ageing").getArray()) {
                ageing.add(((BigDecimal) minor).movePointLeft(ledger.baseScale()));
            }
            groups.add(new PortfolioView.PortfolioGroup(
                    row.getString("grade"),
                    row.getString("value_class"),
                    row.getLong("customers"),
                    row.getLong("provisional"),
                    row.getLong("held"),
                    row.getLong("unlimited"),
                    amount(row, "granted", ledger),
                    amount(row, "exposure", ledger),
                    amount(row, "revenue", ledger),
                    amount(row, "overdue", ledger),
                    ageing));
            customers += row.getLong("customers");
            LocalDate asOf = row.getObject("latest", LocalDate.class);
            if (asOf != null && (latest == null || asOf.isAfter(latest))) {
                latest = asOf;
            }
        }
        return new PortfolioView(ledger.baseCurrency().getCurrencyCode(), customers, latest, groups);
    }

    private static BigDecimal amount(ResultSet row, String column, Ledger ledger) throws SQLException {
        return row.getBigDecimal(column).movePointLeft(ledger.baseScale());
    }

    /**
     * Customers and what stands for them, by page.
     *
     * @param sort what to sort by; with a minus before it the largest comes first. Customers without it come last
     */
    @GET
    @Path("customers")
    @PermissionsAllowed(Permission.PORTFOLIO_READ)
    public PortfolioView.PortfolioPage list(
            @PathParam("ledger") String ledgerCode,
            @QueryParam("sort") @DefaultValue("code") String sort,
            @QueryParam("offset") @DefaultValue("0") @Min(0) @Max(1_000_000) int offset,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(500) int limit,
            @Context UriInfo address) {
        Ledger ledger = ledgers.require(ledgerCode);
        Map<String, List<String>> parameters = new HashMap<>(address.getQueryParameters());
        List.of("sort", "offset", "limit").forEach(parameters::remove);
        PortfolioFilter filter = PortfolioFilter.of(ledger, parameters);
        String order = order(sort);
        List<Object> values = new ArrayList<>(filter.values());
        values.add(limit);
        values.add(offset);
        return transaction.read(ledger, connection -> {
            RoundTrip trip = new RoundTrip(connection);
            RoundTrip.Answer<Long> total = trip.ask(
                    "select count(*)" + FROM + filter.condition(),
                    row -> {
                        row.next();
                        return row.getLong(1);
                    },
                    filter.values().toArray());
            RoundTrip.Answer<List<PortfolioView.PortfolioCustomer>> items = trip.ask(
                    ITEMS + FROM + filter.condition() + " order by " + order + " limit ? offset ?",
                    rows -> items(rows, ledger),
                    values.toArray());
            trip.make();
            return new PortfolioView.PortfolioPage(total.get(), items.get());
        });
    }

    private static String order(String sort) {
        boolean down = sort.startsWith("-");
        String column = SORTS.get(down ? sort.substring(1) : sort);
        if (column == null) {
            throw ProblemType.INVALID_REQUEST.problem(
                    "A parameter of the search is not acceptable.",
                    List.of(new FieldError(
                            "sort", "can't be \"" + sort + "\"; use one of " + String.join(", ", SORTS.keySet()))));
        }
        return column + (down ? " desc" : "") + " nulls last, c.code";
    }

    private static List<PortfolioView.PortfolioCustomer> items(ResultSet row, Ledger ledger) throws SQLException {
        List<PortfolioView.PortfolioCustomer> items = new ArrayList<>();
        while (row.next()) {
            String type = row.getString("granted_type");
            Integer tenths = (Integer) row.getObject("score_tenths");
            items.add(new PortfolioView.PortfolioCustomer(
                    row.getString("code"),
                    row.getString("name"),
                    row.getString("industry"),
                    row.getString("region"),
                    row.getString("owner"),
                    row.getString("status"),
                    row.getString("grade"),
                    (Boolean) row.getObject("provisional"),
                    row.getString("category"),
                    row.getString("value_class"),
                    tenths == null ? null : BigDecimal.valueOf(tenths, 1),
                    type == null ? null : CreditLimit.Type.valueOf(type),
                    minor(row, "granted_amount", ledger),
                    minor(row, "exposure", ledger),
                    minor(row, "overdue_amount", ledger),
                    (Integer) row.getObject("oldest_overdue_days"),
                    (Boolean) row.getObject("hold"),
                    row.getObject("as_of", LocalDate.class),
                    row.getObject("review_on", LocalDate.class)));
        }
        return items;
    }

    private static @Nullable BigDecimal minor(ResultSet row, String column, Ledger ledger) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : BigDecimal.valueOf(value, ledger.baseScale());
    }
}
