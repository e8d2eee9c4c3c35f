package dev.assay.access.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.access.Account;
import dev.assay.access.DataScope;
import dev.assay.access.Permission;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who calls and what the caller may do.
 *
 * @param ledgers codes of the ledgers the caller may enter; absent: all
 * @param approvalLimit largest amount the caller may agree to; absent: any
 * @param passwordExpired nothing but {@code PUT /api/v1/session/password} is possible
 * @param csrfToken to be sent as {@code X-CSRF-Token} with every change; absent without a session
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionView(
        String username,
        Collection<String> roles,
        Collection<String> permissions,
        @Nullable Collection<String> ledgers,
        DataScope scope,
        @Nullable BigDecimal approvalLimit,
        boolean passwordExpired,
        @Nullable String csrfToken) {

    static SessionView of(Account account) {
        return new SessionView(
                account.name(),
                new TreeSet<>(account.roles()),
                List.copyOf(Permission.of(account)),
                account.ledgers() == null ? null : new TreeSet<>(account.ledgers()),
                account.scope(),
                account.approvalLimit(),
                account.passwordExpired(),
                account.session() == null ? null : Sessions.csrfToken(account.session()));
    }
}
