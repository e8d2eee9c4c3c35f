package dev.assay.classification;

import dev.assay.customer.Customers;
import dev.assay.history.ComputeCutPoints;
import dev.assay.history.PaymentHistories;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Grades every customer of a ledger that isn't archived, chunk by chunk on the path of single ones. */
@ApplicationScoped
public class ClassifyLedger {

    private static final int CHUNK_CUSTOMERS = 500;

    @Inject
    LedgerTransaction transaction;

    @Inject
    ClassifyCustomers classify;

    @Inject
    Decisions decisions;

    /**
     * Computes the ledger-relative cut-points, then classifies and applies. Each chunk is one transaction.
     *
     * @return how the ledger's current grades spread afterwards
     */
    public List<GradeCount> classify(Ledger ledger, LocalDate asOf, String decidedBy) {
        transaction.call(
                ledger,
                connection -> ComputeCutPoints.of(
                        connection, ledger, asOf, PaymentHistories.lastRecorded(connection, ledger)));
        long after = 0;
        while (true) {
            long last = after;
            List<Long> ids = transaction.read(ledger, connection -> chunk(connection, ledger, last));
            if (ids.isEmpty()) {
                return grades(ledger);
            }
            transaction.call(
                    ledger,
                    connection -> classify.classify(
                            connection, ledger, Customers.load(connection, ledger, ids), asOf, true, decidedBy));
            after = ids.get(ids.size() - 1);
        }
    }

    /** How the ledger's current grades spread. */
    public List<GradeCount> grades(Ledger ledger) {
        return transaction.read(ledger, connection -> decisions.grades(connection, ledger));
    }

    private static List<Long> chunk(Connection connection, Ledger ledger, long after) throws SQLException {
        // Walks the primary key.
        String sql =
                "select id from customer where ledger_id = ? and id > ? and status <> 'ARCHIVED' order by id limit ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, ledger.id());
            query.setLong(2, after);
            query.setInt(3, CHUNK_CUSTOMERS);
            List<Long> ids = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            return ids;
        }
    }
}
