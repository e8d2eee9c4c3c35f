package dev.assay.history;

import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stored cut-points of ledgers: never changed and never deleted, since decisions name them. */
public final class StoredCutPoints {

    private StoredCutPoints() {}

    /** Finds, stores and returns the cut-points of all customers of the ledger. */
    static CutPoints store(
            Connection connection, Ledger ledger, LocalDate asOf, Instant knownAt, CutPointFigures figures)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into cut_points (ledger_id, as_of, known_at, recency_days_max, frequency_min, monetary_min,
                  last_a_revenue, last_a_code, last_b_revenue, last_b_code)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                returning *""")) {
            insert.setInt(1, ledger.id());
            insert.setObject(2, asOf);
            insert.setObject(3, OffsetDateTime.ofInstant(knownAt.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
            insert.setArray(
                    4, connection.createArrayOf("int", figures.recencyDaysMax().toArray()));
            insert.setArray(
                    5, connection.createArrayOf("int", figures.frequencyMin().toArray()));
            insert.setArray(
                    6, connection.createArrayOf("bigint", figures.monetaryMin().toArray()));
            boundary(connection, insert, 7, figures.lastA());
            boundary(connection, insert, 9, figures.lastB());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return read(row, ledger);
            }
        }
    }

    private static void boundary(
            Connection connection, PreparedStatement insert, int parameter, CutPointFigures.@Nullable Boundary boundary)
            throws SQLException {
        insert.setObject(parameter, boundary == null ? null : boundary.netRevenue(), Types.BIGINT);
        insert.setString(parameter + 1, boundary == null ? null : lastCode(connection, boundary));
    }

    private static String lastCode(Connection connection, CutPointFigures.Boundary boundary) throws SQLException {
        // By primary key; few customers have the same net revenue to the cent.
        try (PreparedStatement query = connection.prepareStatement("""
                select code from customer where id = any (?) order by code collate "C" limit 1 offset ?""")) {
            query.setArray(
                    1, connection.createArrayOf("bigint", boundary.customers().toArray()));
            query.setInt(2, boundary.place() - 1);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
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
