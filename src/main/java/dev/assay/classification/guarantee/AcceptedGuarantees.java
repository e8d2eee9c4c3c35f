package dev.assay.classification.guarantee;

import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What guarantees add to limits on a day, as known at an instant. */
public final class AcceptedGuarantees {

    /**
     * Of {@code guarantee g}: in force. Not if another one has taken its place, unless that was ended before it began. The values are
     * those of {@link #inForce}.
     */
    public static final String IN_FORCE = """
            (g.known_at <= ? and g.valid_from <= ? and g.valid_until >= ? and (g.end_known_at > ? or g.ended_on > ?)
             and not exists (
               select from guarantee n
                where n.customer_id = g.customer_id and n.first_id = g.first_id and n.id > g.id
                  and n.known_at <= ? and n.valid_from <= ? and (n.end_known_at > ? or n.ended_on > n.valid_from)))""";

    /** Of {@code guarantee g}: it was accepted, and neither ended nor replaced. */
    public static final String STANDS = """
            (g.known_at is not null and g.ended_on = 'infinity'
             and not exists (
               select from guarantee n
                where n.customer_id = g.customer_id and n.first_id = g.first_id and n.id > g.id and n.known_at is not null
                  and n.ended_on > n.valid_from))""";

    /** All that was recorded so far. */
    private static final OffsetDateTime NOW =
            Instant.parse("9999-01-01T00:00:00Z").atOffset(ZoneOffset.UTC);

    private AcceptedGuarantees() {}

    /** The values of {@link #IN_FORCE}. */
    public static List<Object> inForce(LocalDate day, Instant knownAt) {
        return inForce(day, knownAt.atOffset(ZoneOffset.UTC));
    }

    /** The same, as known now. */
    public static List<Object> inForceNow(LocalDate day) {
        return inForce(day, NOW);
    }

    private static List<Object> inForce(LocalDate day, OffsetDateTime knownAt) {
        return List.of(knownAt, day, day, knownAt, day, knownAt, day, knownAt);
    }

    /**
     * What can be used of a limit, which doesn't outlive what it rests on.
     *
     * @param guarantees what of the limit rests on them
     * @param inForce what of guarantees is in force; more than before doesn't add to a limit that was given
     */
    public static BigDecimal left(BigDecimal limit, BigDecimal guarantees, BigDecimal inForce) {
        BigDecimal lapsed = guarantees.subtract(inForce).max(BigDecimal.ZERO);
        return limit.subtract(lapsed).max(BigDecimal.ZERO);
    }

    /** Of one customer, as known now. */
    public static BigDecimal now(Connection connection, Ledger ledger, long customerId, LocalDate day)
            throws SQLException {
        return of(connection, ledger, List.of(customerId), day, NOW.toInstant())
                .getOrDefault(customerId, BigDecimal.ZERO);
    }

    /** By customer, in the ledger's base currency; who has none is absent. */
    public static Map<Long, BigDecimal> of(
            Connection connection, Ledger ledger, Collection<Long> customerIds, LocalDate asOf, Instant knownAt)
            throws SQLException {
        // By guarantee_of_customer, or all of the few there are.
        try (PreparedStatement query = connection.prepareStatement("""
                select g.customer_id, sum(g.accepted) as accepted
                  from guarantee g
                 where g.customer_id = any (?) and g.ledger_id = ? and %s
                 group by g.customer_id
                """.formatted(IN_FORCE))) {
            int parameter = 0;
            query.setArray(++parameter, connection.createArrayOf("bigint", customerIds.toArray()));
            query.setInt(++parameter, ledger.id());
            for (Object value : inForce(asOf, knownAt)) {
                query.setObject(++parameter, value);
            }
            Map<Long, BigDecimal> accepted = new HashMap<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    accepted.put(row.getLong(1), row.getBigDecimal(2).movePointLeft(ledger.baseScale()));
                }
            }
            return accepted;
        }
    }
}
