package dev.assay.customer;

import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.ProblemType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The automatic codes of one ledger, held by whoever writes customers: making one waits until every other writer of the ledger is
 * done. A number is never given twice, and codes that were given by hand are passed over.
 */
public final class CustomerNumbers {

    private static final int CANDIDATES_MIN = 16;
    private static final int CANDIDATES_MAX = 1 << 17;

    private final Connection connection;
    private final Ledger ledger;
    private long next;

    private CustomerNumbers(Connection connection, Ledger ledger, long next) {
        this.connection = connection;
        this.ledger = ledger;
        this.next = next;
    }

    /** Waits for the other writers of the ledger's customers; they wait for the end of this transaction. */
    public static CustomerNumbers lock(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into customer_sequence (ledger_id, next_number) values (?, 1)
                on conflict (ledger_id) do update set next_number = customer_sequence.next_number
                returning next_number
                """)) {
            statement.setInt(1, ledger.id());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new CustomerNumbers(connection, ledger, row.getLong(1));
            }
        }
    }

    /**
     * New codes, ascending.
     *
     * @param taken codes that are not stored yet but will be
     */
    public List<String> take(int count, Set<String> taken) throws SQLException {
        List<String> codes = new ArrayList<>();
        int candidates = Math.max(CANDIDATES_MIN, count);
        while (codes.size() < count) {
            codes.addAll(free(candidates, count - codes.size(), taken));
            candidates = Math.min(CANDIDATES_MAX, candidates * 2);
        }
        try (PreparedStatement update =
                connection.prepareStatement("update customer_sequence set next_number = ? where ledger_id = ?")) {
            update.setLong(1, next);
            update.setInt(2, ledger.id());
            update.executeUpdate();
        }
        return codes;
    }

    private List<String> free(int candidates, int wanted, Set<String> taken) throws SQLException {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < candidates; i++) {
            codes.add(ledger.customerCode().automatic(next + i));
        }
        Set<String> stored =
                new HashSet<>(Customers.resolve(connection, ledger, codes).keySet());
        List<String> free = new ArrayList<>();
        for (String code : codes) {
            if (free.size() == wanted) {
                break;
            }
            next++;
            if (!stored.contains(code) && !taken.contains(code)) {
                free.add(fitting(code));
            }
        }
        return free;
    }

    private String fitting(String code) {
        if (!ledger.customerCode().accepts(code)) {
            throw ProblemType.CONFLICT.problem("The ledger's automatic codes are used up: \"" + code
                    + "\" doesn't match its pattern or is longer than 20 characters. Give the customer a code, or change"
                    + " customerCode of the ledger.");
        }
        return code;
    }
}
