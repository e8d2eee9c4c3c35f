package dev.assay.history;

import dev.assay.ledger.Ledger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How much of the partitions a ledger owns, which decides how a bulk chunk reads them: a large ledger reads a partition from end to
 * end, a small one finds its own customers' documents by their index and leaves the others' alone.
 *
 * @param customers customers of the ledger
 * @param allCustomers customers of all ledgers, as the planner estimates them; negative if it never looked
 */
record LedgerShare(long customers, long allCustomers) {

    /** Below this share, reading by index costs less than reading whole partitions. */
    private static final double WHOLE_FROM = 0.15;

    /** What reading by index may cost at most while nothing is known about the other ledgers. */
    private static final long UNKNOWN_SPARSE_MAX = 20_000;

    static LedgerShare of(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select (select count(*) from customer where ledger_id = ?),
                       (select cast(reltuples as bigint) from pg_class where oid = cast('customer' as regclass))""")) {
            statement.setInt(1, ledger.id());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new LedgerShare(rows.getLong(1), rows.getLong(2));
            }
        }
    }

    HistoryStatement.Scope scope(int partition) {
        return ownsMost() ? HistoryStatement.Scope.whole(partition) : HistoryStatement.Scope.sparse(partition);
    }

    private boolean ownsMost() {
        return allCustomers > 0 ? customers > WHOLE_FROM * allCustomers : customers > UNKNOWN_SPARSE_MAX;
    }
}
