package dev.assay.credit.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The record of order checks: each answer, word for word. */
@ApplicationScoped
class OrderChecks {

    @Inject
    ObjectMapper json;

    /** Reserves the id of an answer that is about to be recorded. */
    static RoundTrip.Answer<Long> askId(RoundTrip trip) {
        return trip.ask("select nextval(pg_get_serial_sequence('credit_check', 'id'))", row -> {
            row.next();
            return row.getLong(1);
        });
    }

    void insert(Connection connection, Ledger ledger, @Nullable Long customerId, OrderCheckView view)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into credit_check (id, ledger_id, customer_id, order_id, amount, decision, checked_at, checked_by, answer)
                overriding system value values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                """)) {
            insert.setLong(1, view.id());
            insert.setInt(2, ledger.id());
            insert.setObject(3, customerId, Types.BIGINT);
            insert.setString(4, view.orderId());
            insert.setLong(5, view.amount().movePointRight(ledger.baseScale()).longValueExact());
            insert.setString(6, view.decision().name());
            insert.setObject(7, view.checkedAt().atOffset(ZoneOffset.UTC));
            insert.setString(8, view.checkedBy());
            insert.setString(9, write(view));
            insert.executeUpdate();
        }
    }

    private String write(OrderCheckView view) {
        try {
            return json.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer is plain data", e);
        }
    }

    /**
     * Answers as they were given, newest first.
     *
     * @param orderId null: of any order
     * @param customerId null: of any customer
     */
    List<JsonNode> page(
            Connection connection,
            Ledger ledger,
            @Nullable String orderId,
            @Nullable Long customerId,
            long before,
            int limit)
            throws SQLException {
        String conditions =
                (orderId == null ? "" : " and order_id = ?") + (customerId == null ? "" : " and customer_id = ?");
        try (PreparedStatement query =
                connection.prepareStatement("select answer::text from credit_check where ledger_id = ?" + conditions
                        + " and id < ? order by id desc limit ?")) {
            int parameter = 0;
            query.setInt(++parameter, ledger.id());
            if (orderId != null) {
                query.setString(++parameter, orderId);
            }
            if (customerId != null) {
                query.setLong(++parameter, customerId);
            }
            query.setLong(++parameter, before);
            query.setInt(++parameter, limit);
            List<JsonNode> answers = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    answers.add(read(row.getString(1)));
                }
            }
            return answers;
        }
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer is stored as JSON", e);
        }
    }
}
