package dev.assay.ruleset;

import dev.assay.audit.AuditLog;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.platform.BriefMemory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which versions ledgers chose, and from when on. Nothing has to happen at that time: whoever asks compares with the clock, so that
 * every node changes over within the second for which an answer is remembered.
 */
@ApplicationScoped
public class LedgerRulesets {

    /** Former versions that take the place of one in quarantine. */
    private static final int FORMER_MAX = 5;

    private final BriefMemory<Integer, List<String>> memory = new BriefMemory<>();

    @Inject
    LedgerTransaction transaction;

    @Inject
    Clock clock;

    /** How a version came to serve. */
    public enum Kind {
        ACTIVATE,
        ROLL_BACK
    }

    /**
     * A version's time to serve.
     *
     * @param activeFrom may lie in the future
     * @param reviewId the review that approved it; null for a roll-back
     * @param cancelledBy null unless it was called off before its time
     */
    public record Activation(
            long id,
            String version,
            Instant activeFrom,
            Kind kind,
            @Nullable Long reviewId,
            String reason,
            String recordedBy,
            Instant recordedAt,
            @Nullable String cancelledBy) {}

    /** The versions that the ledger chose, the active one first; none if it follows the installation. */
    List<String> versions(Ledger ledger) {
        return memory.get(ledger.id(), id -> Optional.of(read(ledger))).orElse(List.of());
    }

    private List<String> read(Ledger ledger) {
        return transaction.read(ledger, connection -> {
            // A handful of rows by index, backwards from now.
            try (PreparedStatement query = connection.prepareStatement("""
                    select hash from ledger_ruleset
                     where ledger_id = ? and active_from <= ? and cancelled_by is null
                     order by active_from desc, id desc
                     limit ?
                    """)) {
                query.setInt(1, ledger.id());
                query.setObject(2, clock.instant().atOffset(ZoneOffset.UTC));
                query.setInt(3, FORMER_MAX);
                List<String> versions = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        versions.add(row.getString(1));
                    }
                }
                return versions;
            }
        });
    }

    /** The ledger's time line, latest first. */
    public List<Activation> timeLine(Connection connection, Ledger ledger) throws SQLException {
        List<Activation> activations = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "select * from ledger_ruleset where ledger_id = ? order by active_from desc, id desc limit 1000")) {
            query.setInt(1, ledger.id());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    activations.add(new Activation(
                            row.getLong("id"),
                            row.getString("hash"),
                            row.getObject("active_from", OffsetDateTime.class).toInstant(),
                            Kind.valueOf(row.getString("kind")),
                            (Long) row.getObject("review_id"),
                            row.getString("reason"),
                            row.getString("recorded_by"),
                            row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                            row.getString("cancelled_by")));
                }
            }
        }
        return activations;
    }

    /** Lets a version serve from an instant on; what was planned for later is called off, since it was agreed to without this one. */
    public void activate(
            Connection connection,
            Ledger ledger,
            String version,
            Instant from,
            Kind kind,
            @Nullable Long reviewId,
            String reason,
            String by)
            throws SQLException {
        Instant now = clock.instant();
        cancelPlanned(connection, ledger, now, by);
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into ledger_ruleset (ledger_id, hash, active_from, kind, review_id, reason, recorded_by, recorded_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setInt(1, ledger.id());
            insert.setString(2, version);
            insert.setObject(3, from.atOffset(ZoneOffset.UTC));
            insert.setString(4, kind.name());
            insert.setObject(5, reviewId);
            insert.setString(6, reason);
            insert.setString(7, by);
            insert.setObject(8, now.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
        AuditLog.record(
                connection,
                ledger.id(),
                now,
                by,
                new AuditLog.Change(
                        "ruleset-activation",
                        version,
                        null,
                        "{\"kind\":\"" + kind + "\",\"activeFrom\":\"" + from + "\"}"));
    }

    /** Calls off what hasn't begun to serve; returns how many that were. */
    public int cancelPlanned(Connection connection, Ledger ledger, Instant now, String by) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update ledger_ruleset set cancelled_by = ?
                 where ledger_id = ? and active_from > ? and cancelled_by is null
                """)) {
            update.setString(1, by);
            update.setInt(2, ledger.id());
            update.setObject(3, now.atOffset(ZoneOffset.UTC));
            return update.executeUpdate();
        }
    }

    /** After a change was committed here: this node need not wait for its memory to fade. */
    public void forget(Ledger ledger) {
        memory.forget(ledger.id());
    }
}
