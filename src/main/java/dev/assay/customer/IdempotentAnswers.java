package dev.assay.customer;

import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.ProblemType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What writes with an {@code Idempotency-Key} answered, kept in the transaction of the write. The same key with the same body is
 * answered the same again and does nothing; with another body it is refused.
 */
public final class IdempotentAnswers {

    private static final int KEY_LENGTH_MAX = 200;

    private IdempotentAnswers() {}

    /**
     * An answer.
     *
     * @param body JSON
     */
    public record Answer(
            int status, @Nullable String location, @Nullable String etag, String body) {}

    /**
     * A keyed request.
     *
     * @param operation what is asked for; keys of different operations are different
     */
    public record Request(String operation, String key, byte[] bodyHash) {}

    /** A digest for {@link Request#bodyHash()}. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @throws dev.assay.platform.problem.Problem INVALID_REQUEST if the header is no key */
    public static @Nullable String checkKey(@Nullable String header) {
        if (header != null && !header.matches("[\\x21-\\x7e]{1," + KEY_LENGTH_MAX + "}")) {
            throw ProblemType.INVALID_REQUEST.problem(
                    "Idempotency-Key must be 1 to " + KEY_LENGTH_MAX + " visible ASCII characters, such as a UUID.");
        }
        return header;
    }

    /**
     * What the key was answered before. Two requests with one key must be kept apart by a lock of the caller's.
     *
     * @throws dev.assay.platform.problem.Problem IDEMPOTENCY_KEY_REUSED if it came with another body
     */
    public static Optional<Answer> find(Connection connection, Ledger ledger, Request request) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select request_hash, status, location, etag, body
                  from idempotent_answer
                 where ledger_id = ? and operation = ? and key = ?
                """)) {
            select.setInt(1, ledger.id());
            select.setString(2, request.operation());
            select.setString(3, request.key());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                if (!Arrays.equals(row.getBytes(1), request.bodyHash())) {
                    throw ProblemType.IDEMPOTENCY_KEY_REUSED.problem("Idempotency-Key " + request.key()
                            + " was used for another body; send a new key with a new request.");
                }
                return Optional.of(new Answer(row.getInt(2), row.getString(3), row.getString(4), row.getString(5)));
            }
        }
    }

    public static void keep(Connection connection, Ledger ledger, Request request, Answer answer, Instant at)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into idempotent_answer
                    (ledger_id, operation, key, request_hash, status, location, etag, body, recorded_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setInt(1, ledger.id());
            insert.setString(2, request.operation());
            insert.setString(3, request.key());
            insert.setBytes(4, request.bodyHash());
            insert.setInt(5, answer.status());
            insert.setString(6, answer.location());
            insert.setString(7, answer.etag());
            insert.setString(8, answer.body());
            insert.setObject(9, at.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }
}
