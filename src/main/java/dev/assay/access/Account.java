package dev.assay.access;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A caller whose credentials were right.
 *
 * @param ledgers codes of the ledgers the caller may enter; null: all
 * @param approvalLimit the largest amount the caller may agree to, in a ledger's base currency; null: any
 * @param passwordExpired nothing but a change of the password is possible
 * @param session the session that vouches for a person; null for keys and passwords
 */
public record Account(
        String name,
        Set<String> roles,
        @Nullable Set<String> ledgers,
        DataScope scope,
        @Nullable BigDecimal approvalLimit,
        boolean passwordExpired,
        @Nullable String session) {

    /** A machine, or whoever a token of somebody else's vouches for: no scope, no authority over amounts but any. */
    public static Account of(String name, Set<String> roles, @Nullable Set<String> ledgers) {
        return new Account(name, Set.copyOf(roles), ledgers, DataScope.ALL, null, false, null);
    }
}
