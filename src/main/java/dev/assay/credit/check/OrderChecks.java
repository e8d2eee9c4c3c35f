package dev.assay.credit.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The record of order checks: each answer, word for word. */
@ApplicationScoped
class OrderChecks {

    private static final String ID = "id";

    @Inject
    ObjectMapper json;

    /** Records an answer. It gets its id now: the one in its text doesn't count. */
    RoundTrip.Answer<Long> insert(RoundTrip trip, Ledger ledger, @Nullable Long customerId, OrderCheckView view) {
        return trip.ask(
                """
                insert into credit_check (ledger_id, customer_id, order_id, amount, decision, checked_at, checked_by, answer)
                values (?, ?::bigint, ?, ?, ?, ?, ?, ?::jsonb)
                returning id
                """,
                row -> {
                    row.next();
                    return row.getLong(1);
                },
                ledger.id(),
                customerId,
                view.orderId(),
                view.amount().movePointRight(ledger.baseScale()).longValueExact(),
                view.decision().name(),
                view.checkedAt().atOffset(ZoneOffset.UTC),
                view.checkedBy(),
                write(view));
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
                connection.prepareStatement("select id, answer::text from credit_check where ledger_id = ?" + conditions
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
                    answers.add(read(row.getLong(1), row.getString(2)));
                }
            }
            return answers;
        }
    }

    private JsonNode read(long id, String text) {
        try {
            return json.readValue(text, ObjectNode.class).put(ID, id);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer is stored as JSON", e);
        }
    }
}
