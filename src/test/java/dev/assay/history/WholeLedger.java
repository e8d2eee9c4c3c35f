package dev.assay.history;

import dev.assay.engine.fact.Metric;
import dev.assay.ledger.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A ledger from its first partition to its last, on one connection. */
final class WholeLedger {

    private WholeLedger() {}

    static CutPoints cutPoints(Connection connection, Ledger ledger, LocalDate asOf, Instant knownAt)
            throws SQLException {
        LedgerHistories histories = LedgerHistories.of(connection, ledger, asOf, knownAt, Set.of());
        try (HistorySpool spool = new HistorySpool(histories, ledger, asOf, knownAt)) {
            for (int partition = 0; partition < DocumentPartition.COUNT; partition++) {
                spool.read(connection, partition, count -> {});
            }
            return spool.cutPoints(connection);
        }
    }

    static void forEach(
            Connection connection,
            Ledger ledger,
            LocalDate asOf,
            Instant knownAt,
            Set<Metric> wanted,
            @Nullable CutPoints cutPoints,
            Consumer<CustomerHistory> action)
            throws SQLException {
        LedgerHistories histories = LedgerHistories.of(connection, ledger, asOf, knownAt, wanted);
        for (int partition = 0; partition < DocumentPartition.COUNT; partition++) {
            histories.forEach(connection, partition, cutPoints, action);
        }
    }
}
