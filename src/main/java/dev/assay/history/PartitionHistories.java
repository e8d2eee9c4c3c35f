package dev.assay.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The payment histories of all customers of a ledger, one partition of the documents at a time. */
public interface PartitionHistories {

    /**
     * Histories of the partition's customers as they are read, in no particular order.
     *
     * @param connection that has entered the ledger
     * @param partition 0 to {@link DocumentPartition#COUNT} - 1
     * @param cutPoints what rfm and valueClass compare with; null leaves them null
     */
    void forEach(Connection connection, int partition, @Nullable CutPoints cutPoints, Consumer<CustomerHistory> action)
            throws SQLException;
}
