package dev.assay.access;

import dev.assay.platform.BriefMemory;
import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Stored API keys and users. Keys are random and so hashed plainly (SHA-256); passwords are hashed with bcrypt. */
@ApplicationScoped
class Credentials {

    private static final int SHOWN_KEY_CHARACTERS = 6;
    /** Checked when no such user exists, so that the answer takes as long as for a wrong password. */
    private static final String NOBODY_HASH = BcryptUtil.bcryptHash("nobody");

    /** A caller whose credentials were right. */
    record Caller(String name, Set<String> roles) {}

    private final VerifiedPasswords passwords = new VerifiedPasswords();
    private final BriefMemory<ByteBuffer, Caller> keys = new BriefMemory<>();

    @Inject
    DataSource database;

    @Inject
    Clock clock;

    /** A key that is revoked on another node stops working here within a second. */
    Optional<Caller> byApiKey(String key) {
        return keys.get(ByteBuffer.wrap(sha256(key)), this::readApiKey);
    }

    private Optional<Caller> readApiKey(ByteBuffer hash) {
        String sql = "select name, roles from api_key where key_hash = ? and revoked_at is null";
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setBytes(1, hash.array());
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Caller(row.getString(1), roles(row.getArray(2))))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The API keys could not be read", e);
        }
    }

    Optional<Caller> byPassword(String username, char[] password) {
        String sql = "select password_hash, roles from app_user where username = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, username);
            try (ResultSet row = query.executeQuery()) {
                boolean known = row.next();
                boolean right = passwords.verify(password, known ? row.getString(1) : NOBODY_HASH);
                return known && right ? Optional.of(new Caller(username, roles(row.getArray(2)))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The users could not be read", e);
        }
    }

    boolean hasApiKeys() {
        return has("select 1 from api_key limit 1");
    }

    boolean hasUsers() {
        return has("select 1 from app_user limit 1");
    }

    /** Creates the named key, or gives it a new secret. */
    void putApiKey(String name, String key, List<String> roles) {
        String sql = """
                insert into api_key (name, key_start, key_hash, roles, created_at) values (?, ?, ?, ?, ?)
                on conflict (name) do update
                   set key_start = excluded.key_start, key_hash = excluded.key_hash, roles = excluded.roles, revoked_at = null
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, name);
            update.setString(2, key.substring(0, Math.min(SHOWN_KEY_CHARACTERS, key.length() / 4)));
            update.setBytes(3, sha256(key));
            update.setArray(4, connection.createArrayOf("text", roles.toArray()));
            update.setTimestamp(5, Timestamp.from(clock.instant()));
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("The API key could not be stored", e);
        }
    }

    /** Creates the user, or gives it a new password. */
    void putUser(String username, String password, List<String> roles) {
        String sql = """
                insert into app_user (username, password_hash, roles, created_at) values (?, ?, ?, ?)
                on conflict (username) do update set password_hash = excluded.password_hash, roles = excluded.roles
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, username);
            update.setString(2, BcryptUtil.bcryptHash(password));
            update.setArray(3, connection.createArrayOf("text", roles.toArray()));
            update.setTimestamp(4, Timestamp.from(clock.instant()));
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("The user could not be stored", e);
        }
    }

    private boolean has(String sql) {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            return row.next();
        } catch (SQLException e) {
            throw new IllegalStateException("The credentials could not be read", e);
        }
    }

    private static Set<String> roles(Array array) throws SQLException {
        return Set.of((String[]) array.getArray());
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
