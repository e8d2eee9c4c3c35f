package dev.assay.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The clock of a ledger's books: what is known of them is known from one of its instants on. Whoever advances it holds it until the
 * transaction ends, so that nothing becomes visible at an instant that others have read past.
 */
public final class LedgerClock {

    private LedgerClock() {}

    /** The next instant: later than every one before it in this ledger, whatever the machine's clock says. */
    public static OffsetDateTime advance(Connection connection, Ledger ledger, Clock clock) throws SQLException {
        Instant earliest = hold(connection, ledger).plus(1, ChronoUnit.MICROS);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        OffsetDateTime next = (now.isAfter(earliest) ? now : earliest).atOffset(ZoneOffset.UTC);
        try (PreparedStatement set =
                connection.prepareStatement("update ledger_clock set recorded_at = ? where ledger_id = ?")) {
            set.setObject(1, next);
            set.setInt(2, ledger.id());
            set.executeUpdate();
        }
        return next;
    }

    /** Keeps everybody else from advancing it, and tells where it stands. */
    public static Instant hold(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("select recorded_at from ledger_clock where ledger_id = ? for update")) {
            lock.setInt(1, ledger.id());
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                return row.getObject(1, OffsetDateTime.class).toInstant();
            }
        }
    }
}
