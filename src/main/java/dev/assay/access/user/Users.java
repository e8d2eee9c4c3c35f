package dev.assay.access.user;

import dev.assay.access.AccessAudit;
import dev.assay.access.Account;
import dev.assay.access.DataScope;
import dev.assay.access.Role;
import dev.assay.access.Secrets;
import dev.assay.access.session.Sessions;
import dev.assay.platform.BriefMemory;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** People: who they are and what they may do. A change on another node is seen here within a second. */
@ApplicationScoped
public class Users {

    private static final String ENTITY = "user";
    private static final String USERNAME_PATTERN = "[a-z0-9][a-z0-9._@-]{0,59}";

    private final BriefMemory<String, Account> memory = new BriefMemory<>();

    @Inject
    AccessAudit audit;

    @Inject
    Sessions sessions;

    @Inject
    Clock clock;

    /** The account a session vouches for; empty if the person is gone, locked or expired. */
    public Optional<Account> bySession(String username, String session) {
        return memory.get(username, this::read).map(account -> withSession(account, session));
    }

    private static Account withSession(Account account, String session) {
        return new Account(
                account.name(),
                account.roles(),
                account.ledgers(),
                account.scope(),
                account.approvalLimit(),
                account.passwordExpired(),
                session);
    }

    private Optional<Account> read(String username) {
        return QuarkusTransaction.requiringNew()
                .call(() -> UserEntity.<UserEntity>findByIdOptional(username)
                        .filter(user -> !user.isOut(clock.instant()))
                        .map(user -> user.account(null)));
    }

    /**
     * The account of somebody whom an identity provider vouches for: the roles are the provider's; ledgers, scope and authority are
     * those of the record here. Whoever has no record has no authority over amounts.
     *
     * @return empty if the person is locked or expired here, the name can't be one, or is that of somebody with a password here:
     *     whoever names people at the provider must not become him
     */
    public Optional<Account> vouchedFor(String username, Set<String> roles) {
        if (!username.matches(USERNAME_PATTERN)) {
            return Optional.empty();
        }
        return QuarkusTransaction.requiringNew().call(() -> {
            UserEntity user = UserEntity.findById(username);
            if (user == null) {
                return Optional.of(new Account(username, roles, null, DataScope.ALL, BigDecimal.ZERO, false, null));
            }
            return user.isOut(clock.instant()) || !user.byProvider
                    ? Optional.empty()
                    : Optional.of(user.vouchedFor(roles));
        });
    }

    public boolean isEmpty() {
        return QuarkusTransaction.requiringNew().call(() -> UserEntity.count() == 0);
    }

    /** Creates the named user with a given password, or gives it this password and these roles. */
    public void put(String username, String password, List<String> roles) {
        QuarkusTransaction.requiringNew().run(() -> {
            UserEntity known = UserEntity.findById(username);
            UserEntity user = known == null ? new UserEntity() : known;
            user.username = username;
            user.roles = roles.toArray(String[]::new);
            user.passwordHash = BcryptUtil.bcryptHash(password);
            user.failures = 0;
            user.lockedUntil = null;
            if (known == null) {
                user.createdAt = clock.instant();
            }
            user.persist();
        });
        memory.forget(username);
    }

    /** Users with names behind a given one, in the order of names. */
    List<UserView> page(String after, int limit) {
        return QuarkusTransaction.requiringNew()
                .call(() -> UserEntity.<UserEntity>find("username > ?1 order by username", after)
                        .page(Page.ofSize(limit))
                        .<UserEntity>list()
                        .stream()
                        .map(user -> UserView.of(user, null))
                        .toList());
    }

    UserView get(String username) {
        return QuarkusTransaction.requiringNew().call(() -> UserView.of(require(username), null));
    }

    /**
     * Creates a user, with a temporary password in the answer, or changes one.
     *
     * @param expectedVersion the version the change is based on; null to create
     * @throws dev.assay.platform.problem.Problem INVALID_CONTENT, VERSION_REQUIRED, STALE_VERSION, CONFLICT
     */
    UserView put(String username, UserRequest request, @Nullable Integer expectedVersion, String by) {
        request.check();
        if (!username.matches(USERNAME_PATTERN)) {
            throw ProblemType.INVALID_CONTENT.problem("The username \"" + username
                    + "\" is not acceptable: use 1 to 60 small letters, digits, dots, dashes, underscores or @.");
        }
        UserView view = QuarkusTransaction.requiringNew().call(() -> {
            UserEntity user = UserEntity.findById(username);
            return user == null
                    ? create(username, request, expectedVersion, by)
                    : change(user, request, expectedVersion, by);
        });
        memory.forget(username);
        return view;
    }

    private UserView create(String username, UserRequest request, @Nullable Integer expectedVersion, String by) {
        if (expectedVersion != null) {
            throw ProblemType.STALE_VERSION.problem(
                    "User \"" + username + "\" doesn't exist; leave If-Match out to create it.");
        }
        UserEntity user = new UserEntity();
        user.username = username;
        user.createdAt = clock.instant();
        request.applyTo(user);
        String password = giveTemporaryPassword(user);
        if (user.byProvider) {
            password = null;
        }
        user.persistAndFlush();
        audit.record(by, ENTITY, username, null, UserView.of(user, null));
        return UserView.of(user, password);
    }

    private UserView change(UserEntity user, UserRequest request, @Nullable Integer expectedVersion, String by) {
        if (expectedVersion == null) {
            throw ProblemType.VERSION_REQUIRED.problem("User \"" + user.username + "\" exists; send `If-Match: \""
                    + user.version + "\"` with the version you read.");
        }
        if (expectedVersion != user.version) {
            throw ProblemType.STALE_VERSION.problem("User \"" + user.username + "\" is at version " + user.version
                    + ", the change is based on " + expectedVersion + "; read it again.");
        }
        UserView before = UserView.of(user, null);
        if (user.byProvider != Boolean.TRUE.equals(request.byProvider())) {
            throw ProblemType.CONFLICT.problem("How \"" + user.username
                    + "\" comes in can't be changed; byProvider stays " + user.byProvider + ".");
        }
        request.applyTo(user);
        if (user.username.equals(by)
                && (user.isOut(clock.instant()) || !Arrays.asList(user.roles).contains(Role.ADMIN))) {
            throw ProblemType.CONFLICT.problem(
                    "Nobody takes the administration from himself; let another administrator do it.");
        }
        UserEntity.flush();
        audit.record(by, ENTITY, user.username, before, UserView.of(user, null));
        if (user.isOut(clock.instant())) {
            sessions.endAll(user.username);
        }
        return UserView.of(user, null);
    }

    /** Gives a person a new temporary password, and ends every session. */
    UserView resetPassword(String username, String by) {
        return changed(username, by, user -> {
            if (user.byProvider) {
                throw ProblemType.CONFLICT.problem(
                        "User \"" + username + "\" has no password here; the identity provider lets in.");
            }
            user.lockedUntil = null;
            user.failures = 0;
            return giveTemporaryPassword(user);
        });
    }

    /** Takes a lost second factor from a person, and ends every session. */
    UserView resetSecondFactor(String username, String by) {
        return changed(username, by, user -> {
            user.totpSecret = null;
            user.totpConfirmed = false;
            return null;
        });
    }

    private interface Change {
        @Nullable
        String to(UserEntity user);
    }

    private UserView changed(String username, String by, Change change) {
        UserView view = QuarkusTransaction.requiringNew().call(() -> {
            UserEntity user = require(username);
            UserView before = UserView.of(user, null);
            String password = change.to(user);
            UserEntity.flush();
            sessions.endAll(username);
            audit.record(by, ENTITY, username, before, UserView.of(user, null));
            return UserView.of(user, password);
        });
        memory.forget(username);
        return view;
    }

    void forget(String username) {
        memory.forget(username);
    }

    private static String giveTemporaryPassword(UserEntity user) {
        String password = Secrets.random();
        user.passwordHash = BcryptUtil.bcryptHash(password);
        user.mustChangePassword = true;
        return password;
    }

    private static UserEntity require(String username) {
        UserEntity user = UserEntity.findById(username);
        if (user == null) {
            throw ProblemType.NOT_FOUND.problem("There is no user \"" + username + "\".");
        }
        return user;
    }
}
