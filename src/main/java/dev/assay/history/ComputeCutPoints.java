package dev.assay.history;

import dev.assay.engine.fact.Metric;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds and stores the cut-points of a whole ledger.
 *
 * <p>One statement: the metrics statement of every partition, ranked once by each measure. A customer's rank is one more than the
 * number of better ones, so ties share the better score; score {@code s} of {@code n} customers ends at rank
 * {@code ceil(n × (6 - s) / 5)}.
 */
public final class ComputeCutPoints {

    private static final Set<RawColumn> COLUMNS =
            RawColumn.of(Set.of(Metric.RFM_RECENCY, Metric.RFM_FREQUENCY, Metric.RFM_MONETARY, Metric.VALUE_CLASS));

    private static final String RANK_AND_STORE = """
        with figure as materialized (
          select code, cast(last_purchase as int) as recency,
            (select cast(count(distinct day) as int) from unnest(purchase_days) day) as frequency,
            coalesce(invoiced, 0) - coalesce(credited, 0) as revenue, coalesce(net_ever, 0) as net_ever
          from (
        %s
          ) raw (id, code, last_purchase, invoiced, credited, net_ever, purchase_days)
        ),
        cut as (
          select score, (total * (6 - score) + 4) / 5 as rank
          from generate_series(2, 5) score, (select count(*) as total from figure where recency is not null) buyers
          where total > 0
        ),
        recency as (
          select recency, sum(count(*)) over (order by recency) as rank
          from figure where recency is not null group by recency
        ),
        frequency as (
          select frequency, sum(count(*)) over (order by frequency desc) as rank
          from figure where recency is not null group by frequency
        ),
        monetary as (
          select revenue, sum(count(*)) over (order by revenue desc) as rank
          from figure where recency is not null group by revenue
        ),
        buyer as (
          select code, net_ever as revenue, row_number() over best_first as place,
            sum(net_ever) over best_first as cumulated, sum(net_ever) over () as total
          from figure where net_ever > 0
          window best_first as (order by net_ever desc, code collate "C" rows unbounded preceding)
        ),
        last_a as (select * from buyer where cumulated * 100 <= total * 80 or place = 1 order by place desc limit 1),
        last_b as (select * from buyer where cumulated * 100 <= total * 95 or place = 1 order by place desc limit 1)
        insert into cut_points (ledger_id, as_of, known_at, recency_days_max, frequency_min, monetary_min,
          last_a_revenue, last_a_code, last_b_revenue, last_b_code)
        select :ledger, :asOf, :knownAt,
          array(select (select min(r.recency) from recency r where r.rank >= c.rank) from cut c order by score desc),
          array(select (select max(f.frequency) from frequency f where f.rank >= c.rank) from cut c order by score desc),
          array(select (select max(m.revenue) from monetary m where m.rank >= c.rank) from cut c order by score desc),
          (select revenue from last_a), (select code from last_a),
          (select revenue from last_b), (select code from last_b)
        returning *""";

    private ComputeCutPoints() {}

    /** Computes, stores and returns the cut-points of all customers of the ledger. */
    public static CutPoints of(Connection connection, Ledger ledger, LocalDate asOf, Instant knownAt)
            throws SQLException {
        LedgerShare share = LedgerShare.of(connection, ledger);
        String figures = IntStream.range(0, DocumentPartition.COUNT)
                .mapToObj(share::scope)
                .map(scope -> HistoryStatement.text(COLUMNS, scope))
                .collect(Collectors.joining("\nunion all\n"));
        Map<String, Object> values = PaymentHistories.values(ledger, asOf, knownAt);
        try (PreparedStatement statement =
                        PaymentHistories.prepare(connection, RANK_AND_STORE.formatted(figures), values);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return read(rows, ledger);
        }
    }

    /** The cut-points nearest before the date, of these the last stored; null if there are none. */
    public static @Nullable CutPoints latest(Connection connection, Ledger ledger, LocalDate asOf) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select * from cut_points where ledger_id = ? and as_of <= ?
                order by as_of desc, id desc limit 1""")) {
            statement.setInt(1, ledger.id());
            statement.setObject(2, asOf);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? read(rows, ledger) : null;
            }
        }
    }

    /**
     * The cut-points a decision read.
     *
     * @throws IllegalStateException if the ledger has no such ones; they are never deleted
     */
    public static CutPoints byId(Connection connection, Ledger ledger, long id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select * from cut_points where ledger_id = ? and id = ?")) {
            statement.setInt(1, ledger.id());
            statement.setLong(2, id);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalStateException("Cut-points " + id + " of ledger " + ledger.code() + " are gone");
                }
                return read(rows, ledger);
            }
        }
    }

    static CutPoints read(ResultSet row, Ledger ledger) throws SQLException {
        return new CutPoints(
                row.getLong("id"),
                row.getObject("as_of", LocalDate.class),
                row.getObject("known_at", OffsetDateTime.class).toInstant(),
                list(row.getArray("recency_days_max"), Integer.class),
                list(row.getArray("frequency_min"), Integer.class),
                list(row.getArray("monetary_min"), Long.class).stream()
                        .map(minor -> BigDecimal.valueOf(minor, ledger.baseScale()))
                        .toList(),
                boundary(row.getLong("last_a_revenue"), row.getString("last_a_code"), ledger),
                boundary(row.getLong("last_b_revenue"), row.getString("last_b_code"), ledger));
    }

    private static <T> List<T> list(Array array, Class<T> type) throws SQLException {
        return Arrays.stream((Object[]) array.getArray()).map(type::cast).toList();
    }

    private static CutPoints.@Nullable Boundary boundary(long revenue, @Nullable String code, Ledger ledger) {
        return code == null ? null : new CutPoints.Boundary(BigDecimal.valueOf(revenue, ledger.baseScale()), code);
    }
}
