package dev.assay.access;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who calls, for the request at hand. Work that no request asked for, such as a bulk run, is nobody's and sees everything. */
@ApplicationScoped
public class Caller {

    /** The caller's name, as records of changes show it. */
    public String name() {
        return require().name();
    }

    public boolean has(String role) {
        return require().roles().contains(role);
    }

    public boolean may(String permission) {
        return Permission.of(require()).contains(permission);
    }

    /** The largest amount the caller may agree to, in a ledger's base currency; empty: any. */
    public Optional<BigDecimal> approvalLimit() {
        return Optional.ofNullable(require().approvalLimit());
    }

    /** Whether the caller may know of a ledger. */
    public boolean mayEnter(String ledger) {
        Account account = account();
        Set<String> ledgers = account == null ? null : account.ledgers();
        return ledgers == null || ledgers.contains(ledger);
    }

    /** Whom the caller sees. */
    public DataScope scope() {
        Account account = account();
        return account == null ? DataScope.ALL : account.scope();
    }

    /** @throws IllegalStateException outside of a request that was let in */
    public Account require() {
        Account account = account();
        if (account == null) {
            throw new IllegalStateException("Nobody calls");
        }
        return account;
    }

    private static @Nullable Account account() {
        if (!Arc.container().requestContext().isActive()) {
            return null;
        }
        SecurityIdentity identity =
                Arc.container().instance(CurrentIdentityAssociation.class).get().getIdentity();
        return identity.isAnonymous() ? null : identity.getAttribute(Identities.ACCOUNT);
    }
}
