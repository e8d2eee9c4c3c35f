package dev.assay.ruleset.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.ProblemType;
import dev.assay.ruleset.release.Review.Approval;
import dev.assay.ruleset.release.Review.State;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reviews as the database has them, on the connection of a transaction that entered the ledger. */
@ApplicationScoped
class Reviews {

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** What is known when a version is handed in. */
    record Submission(
            String version,
            String name,
            String draft,
            String note,
            List<String> editors,
            String submittedBy,
            String base,
            JsonNode check) {}

    Review insert(Connection connection, Ledger ledger, Submission submission) throws SQLException {
        TreeSet<String> authors = new TreeSet<>(authors(connection, ledger, submission.version()));
        authors.addAll(submission.editors());
        authors.add(submission.submittedBy());
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into ruleset_review (ledger_id, hash, name, draft, note, authors, submitted_by, submitted_at, state, base,
                  evidence)
                values (?, ?, ?, ?, ?, ?, ?, ?, 'IN_REVIEW', ?, ?::jsonb)
                returning id
                """)) {
            insert.setInt(1, ledger.id());
            insert.setString(2, submission.version());
            insert.setString(3, submission.name());
            insert.setString(4, submission.draft());
            insert.setString(5, submission.note());
            insert.setArray(6, connection.createArrayOf("text", authors.toArray()));
            insert.setString(7, submission.submittedBy());
            insert.setObject(8, now());
            insert.setString(9, submission.base());
            insert.setString(10, write(submission.check()));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return require(connection, ledger, row.getLong(1), false);
            }
        }
    }

    /** Everybody who ever wrote or handed in this content: another name or another draft makes nobody a stranger to it. */
    List<String> authors(Connection connection, Ledger ledger, String version) throws SQLException {
        List<String> authors = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "select distinct unnest(authors) from ruleset_review where ledger_id = ? and hash = ?")) {
            query.setInt(1, ledger.id());
            query.setString(2, version);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    authors.add(row.getString(1));
                }
            }
        }
        return authors;
    }

    /**
     * @param locked against whoever else wants to answer it, until the transaction ends
     * @throws dev.assay.platform.problem.Problem NOT_FOUND
     */
    Review require(Connection connection, Ledger ledger, long id, boolean locked) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select * from ruleset_review where ledger_id = ? and id = ?" + (locked ? " for update" : ""))) {
            query.setInt(1, ledger.id());
            query.setLong(2, id);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw ProblemType.NOT_FOUND.problem(
                            "There is no review " + id + " in ledger \"" + ledger.code() + "\".");
                }
                return review(row);
            }
        }
    }

    /** Newest first. */
    List<Review> page(Connection connection, Ledger ledger, @Nullable State state, long beforeId, int limit)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                select * from ruleset_review
                 where ledger_id = ? and id < ? and (?::text is null or state = ?::text)
                 order by id desc limit ?
                """)) {
            query.setInt(1, ledger.id());
            query.setLong(2, beforeId);
            query.setString(3, state == null ? null : state.name());
            query.setString(4, state == null ? null : state.name());
            query.setInt(5, limit);
            List<Review> reviews = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    reviews.add(review(row));
                }
            }
            return reviews;
        }
    }

    void close(Connection connection, Review review, State state) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update ruleset_review set state = ?, closed_at = ? where id = ?")) {
            update.setString(1, state.name());
            update.setObject(2, now());
            update.setLong(3, review.id());
            update.executeUpdate();
        }
    }

    /** New evidence: whatever was approved before was approved on other grounds. */
    void renew(Connection connection, Review review, String base, JsonNode check) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update ruleset_review set state = 'IN_REVIEW', base = ?, evidence = ?::jsonb, run_id = null, closed_at = null
                 where id = ?
                """)) {
            update.setString(1, base);
            update.setString(2, write(check));
            update.setLong(3, review.id());
            update.executeUpdate();
        }
    }

    void trial(Connection connection, Review review, long runId) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update ruleset_review set run_id = ? where id = ?")) {
            update.setLong(1, runId);
            update.setLong(2, review.id());
            update.executeUpdate();
        }
    }

    List<Approval> approvals(Connection connection, Review review) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select * from ruleset_approval where review_id = ? order by approved_at, approved_by")) {
            query.setLong(1, review.id());
            List<Approval> approvals = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    approvals.add(new Approval(
                            row.getString("approved_by"),
                            row.getObject("approved_at", OffsetDateTime.class).toInstant(),
                            row.getString("hash"),
                            row.getString("evidence_hash"),
                            row.getString("comment")));
                }
            }
            return approvals;
        }
    }

    /** @throws dev.assay.platform.problem.Problem DUPLICATE: one person agrees once */
    void approve(Connection connection, Ledger ledger, Review review, String by, String evidenceHash, String comment)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into ruleset_approval (review_id, ledger_id, approved_by, approved_at, hash, evidence_hash, comment)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """)) {
            insert.setLong(1, review.id());
            insert.setInt(2, ledger.id());
            insert.setString(3, by);
            insert.setObject(4, now());
            insert.setString(5, review.version());
            insert.setString(6, evidenceHash);
            insert.setString(7, comment);
            if (insert.executeUpdate() == 0) {
                throw ProblemType.DUPLICATE.problem("You agreed to this already; another person must, too.");
            }
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private Review review(ResultSet row) throws SQLException {
        OffsetDateTime closed = row.getObject("closed_at", OffsetDateTime.class);
        return new Review(
                row.getLong("id"),
                row.getString("hash"),
                row.getString("name"),
                row.getString("draft"),
                row.getString("note"),
                List.of((String[]) row.getArray("authors").getArray()),
                row.getString("submitted_by"),
                row.getObject("submitted_at", OffsetDateTime.class).toInstant(),
                State.valueOf(row.getString("state")),
                row.getString("base"),
                read(row.getString("evidence")),
                (Long) row.getObject("run_id"),
                closed == null ? null : closed.toInstant());
    }

    private String write(JsonNode node) {
        try {
            return json.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Evidence is plain data", e);
        }
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Evidence is stored as JSON", e);
        }
    }
}
