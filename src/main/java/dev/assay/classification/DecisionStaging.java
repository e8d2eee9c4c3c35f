package dev.assay.classification;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.Metric;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.BinaryCopy;
import dev.assay.platform.database.JsonRows;
import dev.assay.platform.database.RowWriter;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Decisions on their way into the log: as rows of the temporary table {@code decided}, which takes very many by binary COPY and
 * empties itself at the end of the transaction, or, where a few are not worth that, as one JSON value that a statement reads as the
 * same rows. Amounts are minor units of the ledger's base currency.
 */
final class DecisionStaging {

    private static final String REVIEW_ON = "review_on";

    /** What of a decision has effect: columns of {@code decision} and of {@code classification} alike, the review last. */
    private static final List<String> EFFECTS = List.of(
            "grade",
            "provisional",
            "category",
            "limit_type",
            "limit_amount",
            "limit_status",
            "granted_type",
            "granted_amount",
            "term_type",
            "credit_period_days",
            "grace_days",
            "hold",
            "accepted_guarantees",
            "granted_guarantees",
            REVIEW_ON);

    private static final List<String> OTHERS = List.of(
            "customer_id",
            "customer_version",
            "previous_grade",
            "previous_provisional",
            "previous_limit",
            "fired",
            "score_tenths");

    private static final List<String> METRICS =
            Arrays.stream(Metric.values()).map(DecisionStaging::column).toList();

    /** All columns that are written and their types, in order. */
    private static final String TYPED = """
            grade text, provisional boolean, category text, limit_type text, limit_amount bigint, limit_status text,
            granted_type text, granted_amount bigint, term_type text, credit_period_days int, grace_days int, hold boolean,
            accepted_guarantees bigint, granted_guarantees bigint, review_on date, customer_id bigint, customer_version int, previous_grade text, previous_provisional boolean,
            previous_limit bigint, fired int[], score_tenths smallint, """
            + Arrays.stream(Metric.values())
                    .map(metric -> column(metric) + " " + type(metric))
                    .collect(Collectors.joining(", "));

    private static final String CREATE =
            "create temp table if not exists decided (id bigint default nextval('decision_id'), " + TYPED
                    + ", changes boolean) on commit delete rows";

    private static final int COLUMNS = EFFECTS.size() + OTHERS.size() + METRICS.size();
    private static final int TENTHS = 10;

    private final Ledger ledger;
    private final Set<Metric> kept;
    private final RowWriter rows;

    private DecisionStaging(Ledger ledger, Set<Metric> kept, RowWriter rows) {
        this.ledger = ledger;
        this.kept = kept;
        this.rows = rows;
    }

    /** All columns that are written, in order; beside them every row has the {@code id} of its decision. */
    static String columns() {
        return String.join(", ", names());
    }

    private static List<String> names() {
        return Stream.of(EFFECTS, OTHERS, METRICS).flatMap(List::stream).toList();
    }

    /** The same rows as a query over one parameter, for few decisions: {@link #json}. */
    static String given() {
        return "select nextval('decision_id') as id, row.* from json_to_recordset(cast(? as json)) as row (" + TYPED
                + ")";
    }

    /** Few decisions as the value of the parameter of {@link #given}. */
    static String json(Ledger ledger, Set<Metric> kept, List<DecidedCustomer> decided) throws SQLException {
        JsonRows rows = new JsonRows(names());
        DecisionStaging staging = new DecisionStaging(ledger, kept, rows);
        for (DecidedCustomer each : decided) {
            staging.add(each);
        }
        return rows.text();
    }

    /** The columns of what has effect, each in a form such as {@code c.%1$s}. */
    static String effects(String form) {
        return EFFECTS.stream().map(form::formatted).collect(Collectors.joining(", "));
    }

    /** As {@link #effects}, but for the date of the review, which moves with every as-of date. */
    static String effectsButReview(String form) {
        return EFFECTS.stream()
                .filter(column -> !column.equals(REVIEW_ON))
                .map(form::formatted)
                .collect(Collectors.joining(", "));
    }

    /** The column that keeps a metric. */
    static String column(Metric metric) {
        return metric.name().toLowerCase(Locale.ROOT);
    }

    private static String type(Metric metric) {
        return switch (metric.type()) {
            // a quotient, with more decimals than the currency has
            case MONEY -> metric == Metric.AVERAGE_MONTHLY_SALES ? "numeric" : "bigint";
            case RATIO, DECIMAL_DAYS -> "float8";
            case DAYS, COUNT -> "int";
            case TEXT -> "text";
            case FLAG -> "boolean";
        };
    }

    /**
     * Fills the connection's staging table with decisions; until then the connection takes nothing else.
     *
     * @param changes which of them have anything to change in what stands: kept as a column of that name
     */
    static void fill(
            Connection connection, Ledger ledger, Set<Metric> kept, List<DecidedCustomer> decided, BitSet changes)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy decided (" + columns() + ", changes) from stdin with (format binary)");
        boolean ended = false;
        try {
            BinaryCopy rows = new BinaryCopy(copy);
            DecisionStaging staging = new DecisionStaging(ledger, kept, rows);
            for (int i = 0; i < decided.size(); i++) {
                rows.row(COLUMNS + 1);
                staging.values(decided.get(i));
                rows.bool(changes.get(i));
            }
            rows.end();
            ended = true;
        } finally {
            if (!ended && copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void add(DecidedCustomer decided) throws SQLException {
        rows.row(COLUMNS);
        values(decided);
    }

    private void values(DecidedCustomer decided) throws SQLException {
        CustomerFacts facts = decided.assembled().facts();
        effects(decided.effects(ledger.baseScale()));
        rows.date(decided.decision().reviewOn());
        rows.bigint(decided.assembled().customer().id());
        rows.integer(decided.assembled().customer().version());
        CustomerFacts.Previous previous = facts.previous();
        if (previous == null) {
            rows.nothing();
            rows.nothing();
            rows.nothing();
        } else {
            rows.text(previous.grade());
            rows.bool(previous.provisional());
            money(previous.limit());
        }
        rows.integers(decided.fired());
        BigDecimal score = decided.decision().score();
        if (score == null) {
            rows.nothing();
        } else {
            rows.smallint(score.multiply(BigDecimal.valueOf(TENTHS)).intValueExact());
        }
        for (Metric metric : Metric.values()) {
            value(metric, kept.contains(metric) ? metric.in(facts.history()) : null);
        }
    }

    private void effects(Effects effects) throws SQLException {
        rows.text(effects.grade());
        rows.bool(effects.provisional());
        rows.text(effects.category());
        rows.text(effects.limitType());
        bigint(effects.limitAmount());
        rows.text(effects.limitStatus());
        rows.text(effects.grantedType());
        bigint(effects.grantedAmount());
        rows.text(effects.termType());
        Integer days = effects.creditPeriodDays();
        if (days == null) {
            rows.nothing();
        } else {
            rows.integer(days);
        }
        rows.integer(effects.graceDays());
        rows.bool(effects.hold());
        rows.bigint(effects.acceptedGuarantees());
        rows.bigint(effects.grantedGuarantees());
    }

    private void bigint(@Nullable Long value) throws SQLException {
        if (value == null) {
            rows.nothing();
        } else {
            rows.bigint(value);
        }
    }

    private void value(Metric metric, @Nullable Object value) throws SQLException {
        if (value == null) {
            rows.nothing();
        } else if (metric == Metric.AVERAGE_MONTHLY_SALES) {
            rows.numeric((BigDecimal) value);
        } else if (value instanceof BigDecimal amount) {
            money(amount);
        } else if (value instanceof Double decimal) {
            rows.decimal(decimal);
        } else if (value instanceof Integer whole) {
            rows.integer(whole);
        } else if (value instanceof Boolean flag) {
            rows.bool(flag);
        } else {
            rows.text(value.toString());
        }
    }

    private void money(@Nullable BigDecimal amount) {
        if (amount == null) {
            rows.nothing();
        } else {
            rows.bigint(amount.movePointRight(ledger.baseScale()).longValueExact());
        }
    }
}
