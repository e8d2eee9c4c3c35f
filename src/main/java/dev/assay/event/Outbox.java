package dev.assay.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The events of a ledger, on the connection of a transaction that entered it. Statements that do something write theirs (V140); here they
 * get their order and are read.
 */
@ApplicationScoped
public class Outbox {

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** For how long events can be read. */
    @ConfigProperty(name = "assay.events.keep-days", defaultValue = "30")
    int keepDays;

    /** Writes an event that no single statement stands for. */
    public void append(Connection connection, Ledger ledger, String type, String subject, JsonNode data)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into event (ledger_id, type, subject, data) values (?, ?, ?, ?::jsonb)")) {
            insert.setInt(1, ledger.id());
            insert.setString(2, type);
            insert.setString(3, subject);
            insert.setString(4, data.toString());
            insert.executeUpdate();
        }
    }

    /**
     * Gives what was committed since its place, in a transaction of its own. One publisher at a time: so a reader that has seen a number
     * has seen all smaller ones.
     */
    public void publish(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                "select 1 from (select pg_advisory_xact_lock(hashtextextended('events', ?))) as locked")) {
            lock.setInt(1, ledger.id());
            lock.execute();
        }
        // By event_unpublished: only what is new.
        try (PreparedStatement update = connection.prepareStatement("""
                update event e set seq = numbered.seq
                  from (select id, nextval('event_seq') as seq
                          from (select id from event where ledger_id = ? and seq is null order by id) as unpublished) as numbered
                 where e.id = numbered.id
                """)) {
            update.setInt(1, ledger.id());
            update.executeUpdate();
        }
        try (PreparedStatement delete = connection.prepareStatement(
                "delete from event where ledger_id = ? and occurred_at < ? and seq is not null")) {
            delete.setInt(1, ledger.id());
            delete.setObject(2, clock.instant().minus(Duration.ofDays(keepDays)).atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        }
    }

    /**
     * Published events in their order.
     *
     * @param after only those with a larger number
     * @param types null: all
     */
    public List<CloudEvent> page(
            Connection connection, Ledger ledger, long after, @Nullable List<String> types, int limit)
            throws SQLException {
        // By event_published from the cursor.
        try (PreparedStatement query =
                connection.prepareStatement("""
                select id, seq, type, subject, occurred_at, data::text
                  from event
                 where ledger_id = ? and seq > ?%s
                 order by seq
                 limit ?
                """.formatted(types == null ? "" : " and type = any (?)"))) {
            int parameter = 0;
            query.setInt(++parameter, ledger.id());
            query.setLong(++parameter, after);
            if (types != null) {
                query.setArray(++parameter, connection.createArrayOf("text", types.toArray()));
            }
            query.setInt(++parameter, limit);
            List<CloudEvent> events = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    events.add(new CloudEvent(
                            "1.0",
                            ledger.code() + "-" + row.getLong("id"),
                            "/api/v1/ledgers/" + ledger.code(),
                            row.getString("type"),
                            row.getString("subject"),
                            row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                            "application/json",
                            String.valueOf(row.getLong("seq")),
                            read(row.getString("data"))));
                }
            }
            return events;
        }
    }

    /** The number of the last published event, 0 if there is none. */
    public long last(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select coalesce(max(seq), 0) from event where ledger_id = ? and seq is not null")) {
            query.setInt(1, ledger.id());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Events are stored as JSON", e);
        }
    }
}
