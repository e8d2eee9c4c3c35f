package dev.assay.access.user;

import dev.assay.access.AccessAudit;
import dev.assay.access.Account;
import dev.assay.access.Secrets;
import dev.assay.access.session.Sessions;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Lets people in by password and, if they chose one, a second factor. Too many wrong passwords in a row lock a person out for a
 * while; whoever is refused doesn't learn why.
 */
@ApplicationScoped
public class Login {

    private static final String ENTITY = "user";
    /** Checked when no such user exists, so that the answer takes as long as for a wrong password. */
    private static final String NOBODY_HASH = BcryptUtil.bcryptHash(Secrets.random());

    private static final int PASSWORD_MIN = 12;
    /** What bcrypt reads, in bytes of UTF-8. */
    private static final int PASSWORD_MAX = 72;

    private final VerifiedPasswords passwords = new VerifiedPasswords();

    @Inject
    AccessAudit audit;

    @Inject
    Users users;

    @Inject
    Sessions sessions;

    @Inject
    SecondFactor secondFactor;

    @Inject
    Clock clock;

    @ConfigProperty(name = "assay.login.failures-max", defaultValue = "5")
    int failuresMax;

    @ConfigProperty(name = "assay.login.lock-minutes", defaultValue = "15")
    int lockMinutes;

    private record Known(String hash, boolean lockedOut) {}

    /** A person that sends the password with each request; refused where a second factor is due, which such a request lacks. */
    Optional<Account> byPassword(String username, char[] password) {
        if (!check(username, password)) {
            return Optional.empty();
        }
        return QuarkusTransaction.requiringNew().call(() -> {
            UserEntity user = UserEntity.findById(username);
            if (user.totpConfirmed) {
                return Optional.empty();
            }
            succeeded(user);
            return Optional.of(user.account(null));
        });
    }

    /**
     * Begins a session.
     *
     * @param code of the second factor; null if none was given
     * @return the session's id, for the browser alone; empty if anything was wrong
     */
    public Optional<String> login(String username, String password, @Nullable String code) {
        if (!check(username, password.toCharArray())) {
            return Optional.empty();
        }
        Optional<String> session = QuarkusTransaction.requiringNew().call(() -> {
            UserEntity user = UserEntity.findById(username, LockModeType.PESSIMISTIC_WRITE);
            if (user.totpConfirmed && !secondFactor.accepts(user, code)) {
                return Optional.empty();
            }
            succeeded(user);
            UserEntity.update("lastLoginAt = ?1 where username = ?2", clock.instant(), username);
            audit.record(username, "session", username, null, Map.of("login", true));
            return Optional.of(sessions.begin(username));
        });
        if (session.isEmpty()) {
            failed(username);
        }
        return session;
    }

    /**
     * Begins a session of somebody whom an identity provider vouches for; his record here takes over the roles, and is made if
     * there is none: with a password that nobody knows and without authority over amounts.
     */
    public String byProvider(Account account) {
        String session = QuarkusTransaction.requiringNew().call(() -> {
            UserEntity user = UserEntity.findById(account.name(), LockModeType.PESSIMISTIC_WRITE);
            if (user == null) {
                user = new UserEntity();
                user.username = account.name();
                user.byProvider = true;
                user.passwordHash = BcryptUtil.bcryptHash(Secrets.random());
                user.approvalLimit = account.approvalLimit();
                user.createdAt = clock.instant();
            }
            user.roles = account.roles().stream().sorted().toArray(String[]::new);
            user.persistAndFlush();
            UserEntity.update("lastLoginAt = ?1 where username = ?2", clock.instant(), user.username);
            audit.record(user.username, "session", user.username, null, Map.of("login", true, "provider", true));
            return sessions.begin(user.username);
        });
        users.forget(account.name());
        return session;
    }

    /** Whether the password is right and the person may come in; a wrong one counts. */
    private boolean check(String username, char[] password) {
        Optional<Known> known = known(username);
        boolean right = passwords.verify(password, known.map(Known::hash).orElse(NOBODY_HASH));
        if (known.isEmpty() || known.get().lockedOut()) {
            return false;
        }
        if (!right) {
            failed(username);
        }
        return right;
    }

    private Optional<Known> known(String username) {
        return QuarkusTransaction.requiringNew().call(() -> {
            UserEntity user = UserEntity.findById(username);
            if (user == null || user.byProvider) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            boolean out = user.isOut(now) || user.lockedUntil != null && user.lockedUntil.isAfter(now);
            if (!out && user.lockedUntil != null) {
                UserEntity.update("failures = 0, lockedUntil = null where username = ?1", username);
            }
            return Optional.of(new Known(user.passwordHash, out));
        });
    }

    /** Counted in one statement, so that guesses sent at once count each. */
    private void failed(String username) {
        QuarkusTransaction.requiringNew().run(() -> {
            UserEntity.update("failures = failures + 1 where username = ?1", username);
            UserEntity user = UserEntity.findById(username);
            if (user.failures >= failuresMax && user.lockedUntil == null) {
                Instant until = clock.instant().plus(Duration.ofMinutes(lockMinutes));
                UserEntity.update("lockedUntil = ?1 where username = ?2", until, username);
                audit.record(username, ENTITY, username, null, Map.of("lockedUntil", until, "failures", user.failures));
            }
        });
    }

    /** Only a whole login ends the count of wrong ones: with the right password alone, codes could be guessed for ever. */
    private static void succeeded(UserEntity user) {
        if (user.failures > 0) {
            UserEntity.update("failures = 0 where username = ?1", user.username);
        }
    }

    /**
     * Changes a person's own password; all sessions but the given one end.
     *
     * @throws dev.assay.platform.problem.Problem INVALID_CONTENT if the current one is wrong or the new one weak
     */
    public void changePassword(String username, String current, String wanted, @Nullable String session) {
        if (!check(username, current.toCharArray())) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "The password stays as it is.",
                    List.of(new FieldError("/current", "is not your password, or you are locked out")));
        }
        int bytes = wanted.getBytes(StandardCharsets.UTF_8).length;
        if (wanted.length() < PASSWORD_MIN
                || bytes > PASSWORD_MAX
                || wanted.equals(current)
                || wanted.contains(username)) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "The password stays as it is.",
                    List.of(new FieldError(
                            "/wanted",
                            "use " + PASSWORD_MIN + " to " + PASSWORD_MAX
                                    + " characters, not the current password and without your username")));
        }
        QuarkusTransaction.requiringNew().run(() -> {
            UserEntity user = UserEntity.findById(username);
            user.passwordHash = BcryptUtil.bcryptHash(wanted);
            user.mustChangePassword = false;
            sessions.endOthers(username, session);
            audit.record(username, ENTITY, username, null, Map.of("passwordChanged", true));
        });
        users.forget(username);
    }
}
