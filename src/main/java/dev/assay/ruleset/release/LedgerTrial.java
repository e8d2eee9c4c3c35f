package dev.assay.ruleset.release;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Tries a version on all customers of a ledger without applying it; what grades whole ledgers stands above and implements this. */
public interface LedgerTrial {

    /**
     * What came of a trial.
     *
     * @param state of the run; nothing else counts before it is DONE
     * @param customers how many were graded
     * @param moved how many would get another grade, category, limit, term or hold
     * @param limitChange what all limits together would change by, in the base currency
     * @param movement what all changes of limits amount to without sign: rises and falls don't make up for each other; a newly unlimited one counts as 10¹²
     * @param migration cells of grade before, grade after, customers and limits
     * @param topMovers the largest changes of limits, rises and falls
     */
    record Result(
            long runId,
            String state,
            long customers,
            long moved,
            BigDecimal limitChange,
            BigDecimal movement,
            JsonNode migration,
            JsonNode topMovers) {

        public boolean isDone() {
            return state.equals("DONE");
        }

        /** Whether it will never be done. */
        public boolean isLost() {
            return state.equals("FAILED") || state.equals("CANCELLED") || state.equals("DISCARDED");
        }
    }

    /** Begins a trial; it goes on by itself. */
    long start(Ledger ledger, String version, String by);

    Optional<Result> result(Connection connection, Ledger ledger, long runId) throws SQLException;
}
