package dev.assay.event.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Webhooks and the log of what was sent, on the connection of a transaction that entered the ledger. */
@ApplicationScoped
public class Webhooks {

    private static final int ATTEMPTS_KEPT = 1_000;

    @Inject
    Clock clock;

    /**
     * One try to deliver an event.
     *
     * @param status absent: there was no answer
     * @param error absent: delivered
     * @param givenUp a dead letter: the receiver never took it, those behind it went on
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Attempt(
            long id,
            long event,
            Instant at,
            @Nullable Integer status,
            int millis,
            @Nullable String error,
            boolean givenUp) {}

    long insert(
            Connection connection,
            Ledger ledger,
            String url,
            String sealedSecret,
            @Nullable List<String> types,
            long after,
            String by)
            throws SQLException {
        long id;
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into webhook (ledger_id, url, sealed_secret, types, delivered_seq, created_by, created_at)
                values (?, ?, ?, ?, ?, ?, ?) returning id
                """)) {
            insert.setInt(1, ledger.id());
            insert.setString(2, url);
            insert.setString(3, sealedSecret);
            insert.setArray(4, types == null ? null : connection.createArrayOf("text", types.toArray()));
            insert.setLong(5, after);
            insert.setString(6, by);
            insert.setObject(7, now());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                id = row.getLong(1);
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into webhook_lease (webhook_id, ledger_id) values (?, ?)")) {
            insert.setLong(1, id);
            insert.setInt(2, ledger.id());
            insert.executeUpdate();
        }
        return id;
    }

    List<Webhook> all(Connection connection, Ledger ledger) throws SQLException {
        return read(connection, ledger, null);
    }

    Webhook require(Connection connection, Ledger ledger, long id) throws SQLException {
        return find(connection, ledger, id)
                .orElseThrow(() -> ProblemType.NOT_FOUND.problem(
                        "There is no webhook " + id + " in ledger \"" + ledger.code() + "\"."));
    }

    Optional<Webhook> find(Connection connection, Ledger ledger, long id) throws SQLException {
        return read(connection, ledger, id).stream().findFirst();
    }

    private static List<Webhook> read(Connection connection, Ledger ledger, @Nullable Long id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                select w.*, l.failures, l.failing_since, l.next_try
                  from webhook w
                  join webhook_lease l on l.webhook_id = w.id
                 where w.ledger_id = ?%s
                 order by w.id
                """.formatted(id == null ? "" : " and w.id = ?"))) {
            query.setInt(1, ledger.id());
            if (id != null) {
                query.setLong(2, id);
            }
            List<Webhook> webhooks = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    int failures = row.getInt("failures");
                    webhooks.add(new Webhook(
                            row.getLong("id"),
                            row.getString("url"),
                            row.getArray("types") == null
                                    ? null
                                    : List.of((String[]) row.getArray("types").getArray()),
                            row.getBoolean("active"),
                            row.getLong("delivered_seq"),
                            failures,
                            instant(row, "failing_since"),
                            failures == 0 ? null : instant(row, "next_try"),
                            row.getString("created_by"),
                            row.getObject("created_at", OffsetDateTime.class).toInstant(),
                            row.getString("sealed_secret"),
                            null));
                }
            }
            return webhooks;
        }
    }

    /** From now on events with a larger number are sent, again if they were before; what failed is tried at once. */
    void replay(Connection connection, long id, long after) throws SQLException {
        delivered(connection, id, after);
        tryAt(connection, id, Instant.EPOCH, 0, null);
    }

    void delivered(Connection connection, long id, long seq) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update webhook set delivered_seq = ? where id = ?")) {
            update.setLong(1, seq);
            update.setLong(2, id);
            update.executeUpdate();
        }
    }

    void setActive(Connection connection, long id, boolean active) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update webhook set active = ? where id = ?")) {
            update.setBoolean(1, active);
            update.setLong(2, id);
            update.executeUpdate();
        }
    }

    void tryAt(Connection connection, long id, Instant next, int failures, @Nullable Instant failingSince)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update webhook_lease set next_try = ?, failures = ?, failing_since = ? where webhook_id = ?")) {
            update.setObject(1, next.atOffset(ZoneOffset.UTC));
            update.setInt(2, failures);
            update.setObject(
                    3,
                    failingSince == null ? null : failingSince.atOffset(ZoneOffset.UTC),
                    Types.TIMESTAMP_WITH_TIMEZONE);
            update.setLong(4, id);
            update.executeUpdate();
        }
    }

    void delete(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from webhook where id = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    /** Notes a try; of the older ones only dead letters are kept. */
    void note(Connection connection, Ledger ledger, long webhook, Attempt attempt) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into webhook_attempt (ledger_id, webhook_id, seq, at, status, millis, error, given_up)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setInt(1, ledger.id());
            insert.setLong(2, webhook);
            insert.setLong(3, attempt.event());
            insert.setObject(4, attempt.at().atOffset(ZoneOffset.UTC));
            insert.setObject(5, attempt.status(), Types.INTEGER);
            insert.setInt(6, attempt.millis());
            insert.setString(7, attempt.error());
            insert.setBoolean(8, attempt.givenUp());
            insert.executeUpdate();
        }
        try (PreparedStatement delete = connection.prepareStatement("""
                delete from webhook_attempt
                 where webhook_id = ? and not given_up
                   and id <= (select id from webhook_attempt where webhook_id = ? order by id desc offset ? limit 1)
                """)) {
            delete.setLong(1, webhook);
            delete.setLong(2, webhook);
            delete.setInt(3, ATTEMPTS_KEPT);
            delete.executeUpdate();
        }
    }

    /** Newest first. @param deadLetters only what was given up */
    List<Attempt> attempts(Connection connection, long webhook, boolean deadLetters, long before, int limit)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select * from webhook_attempt where webhook_id = ? and id < ?"
                        + (deadLetters ? " and given_up" : "") + " order by id desc limit ?")) {
            query.setLong(1, webhook);
            query.setLong(2, before);
            query.setInt(3, limit);
            List<Attempt> attempts = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    attempts.add(new Attempt(
                            row.getLong("id"),
                            row.getLong("seq"),
                            row.getObject("at", OffsetDateTime.class).toInstant(),
                            (Integer) row.getObject("status"),
                            row.getInt("millis"),
                            row.getString("error"),
                            row.getBoolean("given_up")));
                }
            }
            return attempts;
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
