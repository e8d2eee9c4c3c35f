package dev.assay.credit.arrears;

import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Letters, promises and notes, on the connection of a transaction that entered the ledger. */
@ApplicationScoped
class Collections {

    @Inject
    Clock clock;

    void letter(Connection connection, Ledger ledger, long customerId, int level, LocalDate sentOn, String by)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into dunning_letter (ledger_id, customer_id, level, sent_on, sent_by, recorded_at) values (?, ?, ?, ?, ?, ?)
                """)) {
            insert.setInt(1, ledger.id());
            insert.setLong(2, customerId);
            insert.setInt(3, level);
            insert.setObject(4, sentOn);
            insert.setString(5, by);
            insert.setObject(6, now());
            insert.executeUpdate();
        }
    }

    long promise(
            Connection connection,
            Ledger ledger,
            long customerId,
            BigDecimal amount,
            LocalDate madeOn,
            LocalDate dueOn,
            String note,
            String by)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into payment_promise (ledger_id, customer_id, amount, made_on, due_on, note, recorded_by, recorded_at)
                values (?, ?, ?, ?, ?, ?, ?, ?) returning id
                """)) {
            insert.setInt(1, ledger.id());
            insert.setLong(2, customerId);
            insert.setLong(3, amount.movePointRight(ledger.baseScale()).longValueExact());
            insert.setObject(4, madeOn);
            insert.setObject(5, dueOn);
            insert.setString(6, note);
            insert.setString(7, by);
            insert.setObject(8, now());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Newest first. A promise is kept by payments that came in time, whatever they pay. */
    List<Promise> promises(Connection connection, Ledger ledger, long customerId) throws SQLException {
        LocalDate today = LocalDate.now(clock.withZone(ledger.timeZone()));
        // By index; payments of the one customer.
        try (PreparedStatement query = connection.prepareStatement("""
                select p.*, (select coalesce(sum(d.amount), 0) from document d
                              where d.customer_id = p.customer_id and d.kind = 4 and d.superseded_at = 'infinity'
                                and d.doc_date between p.made_on and p.due_on) as paid
                  from payment_promise p
                 where p.customer_id = ? and p.ledger_id = ?
                 order by p.id desc
                """)) {
            query.setLong(1, customerId);
            query.setInt(2, ledger.id());
            List<Promise> promises = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    promises.add(promise(row, ledger, today));
                }
            }
            return promises;
        }
    }

    private static Promise promise(ResultSet row, Ledger ledger, LocalDate today) throws SQLException {
        LocalDate due = row.getObject("due_on", LocalDate.class);
        long amount = row.getLong("amount");
        long paid = row.getLong("paid");
        Promise.State state = Promise.State.OPEN;
        if (row.getBoolean("withdrawn")) {
            state = Promise.State.WITHDRAWN;
        } else if (paid >= amount) {
            state = Promise.State.KEPT;
        } else if (due.isBefore(today)) {
            state = Promise.State.BROKEN;
        }
        return new Promise(
                row.getLong("id"),
                BigDecimal.valueOf(amount, ledger.baseScale()),
                row.getObject("made_on", LocalDate.class),
                due,
                row.getString("note"),
                state,
                BigDecimal.valueOf(paid, ledger.baseScale()),
                row.getString("recorded_by"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }

    void withdraw(Connection connection, long customerId, long id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update payment_promise set withdrawn = true where id = ? and customer_id = ?")) {
            update.setLong(1, id);
            update.setLong(2, customerId);
            if (update.executeUpdate() == 0) {
                throw ProblemType.NOT_FOUND.problem("The customer has no promise " + id + ".");
            }
        }
    }

    long note(
            Connection connection,
            Ledger ledger,
            long customerId,
            CustomerNote.Way way,
            @Nullable String contact,
            String content,
            @Nullable LocalDate followUp,
            String by)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into customer_note (ledger_id, customer_id, noted_at, way, contact, content, follow_up, noted_by)
                values (?, ?, ?, ?, ?, ?, ?, ?) returning id
                """)) {
            insert.setInt(1, ledger.id());
            insert.setLong(2, customerId);
            insert.setObject(3, now());
            insert.setString(4, way.name());
            insert.setString(5, contact);
            insert.setString(6, content);
            insert.setObject(7, followUp);
            insert.setString(8, by);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Newest first. */
    List<CustomerNote> notes(Connection connection, Ledger ledger, long customerId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select * from customer_note where customer_id = ? and ledger_id = ? order by noted_at desc, id desc")) {
            query.setLong(1, customerId);
            query.setInt(2, ledger.id());
            List<CustomerNote> notes = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    notes.add(new CustomerNote(
                            row.getLong("id"),
                            row.getObject("noted_at", OffsetDateTime.class).toInstant(),
                            CustomerNote.Way.valueOf(row.getString("way")),
                            row.getString("contact"),
                            row.getString("content"),
                            row.getObject("follow_up", LocalDate.class),
                            row.getBoolean("done"),
                            row.getString("noted_by")));
                }
            }
            return notes;
        }
    }

    void done(Connection connection, long customerId, long id) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update customer_note set done = true where id = ? and customer_id = ?")) {
            update.setLong(1, id);
            update.setLong(2, customerId);
            if (update.executeUpdate() == 0) {
                throw ProblemType.NOT_FOUND.problem("The customer has no note " + id + ".");
            }
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
