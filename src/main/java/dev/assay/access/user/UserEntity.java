package dev.assay.access.user;

import dev.assay.access.Account;
import dev.assay.access.DataScope;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A person. Wrong passwords and logins don't count as changes: they are written past Hibernate, the version stays. */
@Entity
@Table(name = "app_user")
class UserEntity extends PanacheEntityBase {

    @Id
    String username;

    @Column(name = "display_name")
    String displayName = "";

    @Column(name = "password_hash")
    String passwordHash;

    String[] roles;

    String @Nullable [] ledgers;

    String[] regions = {};

    String[] departments = {};

    String[] owners = {};

    @Column(name = "approval_limit")
    @Nullable
    BigDecimal approvalLimit;

    /** Comes in by the identity provider, never by password. */
    @Column(name = "by_provider")
    boolean byProvider;

    boolean locked;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Column(name = "must_change_password")
    boolean mustChangePassword;

    int failures;

    @Column(name = "locked_until")
    @Nullable
    Instant lockedUntil;

    @Column(name = "totp_secret")
    byte @Nullable [] totpSecret;

    @Column(name = "totp_confirmed")
    boolean totpConfirmed;

    @Column(name = "totp_last_step")
    @Nullable
    Long totpLastStep;

    @Column(name = "last_login_at")
    @Nullable
    Instant lastLoginAt;

    @Version
    int version;

    /** Whether an administrator or the calendar keeps the person out. */
    boolean isOut(Instant now) {
        return locked || expiresAt != null && !expiresAt.isAfter(now);
    }

    Account account(@Nullable String session) {
        return account(Set.of(roles), !byProvider && mustChangePassword, session);
    }

    /** The account of somebody whom the identity provider let in, with the roles it gave him. */
    Account vouchedFor(Set<String> givenRoles) {
        return account(givenRoles, false, null);
    }

    private Account account(Set<String> hisRoles, boolean passwordExpired, @Nullable String session) {
        return new Account(
                username,
                hisRoles,
                ledgers == null ? null : Set.of(ledgers),
                new DataScope(Set.of(regions), Set.of(departments), Set.of(owners)),
                approvalLimit,
                passwordExpired,
                session);
    }
}
