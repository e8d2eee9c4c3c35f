package dev.assay.access.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person as administrators see it.
 *
 * @param ledgers codes of the ledgers the person may enter; absent: all
 * @param approvalLimit largest amount the person may agree to, in a ledger's base currency; absent: any
 * @param byProvider comes in by the identity provider, without a password here
 * @param lockedUntil after too many wrong passwords
 * @param temporaryPassword to be changed at the first login: only in the answer that makes it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserView(
        String username,
        String displayName,
        List<String> roles,
        @Nullable List<String> ledgers,
        List<String> regions,
        List<String> departments,
        List<String> owners,
        @Nullable BigDecimal approvalLimit,
        boolean byProvider,
        boolean locked,
        @Nullable Instant lockedUntil,
        @Nullable Instant expiresAt,
        boolean mustChangePassword,
        boolean secondFactor,
        Instant createdAt,
        @Nullable Instant lastLoginAt,
        int version,
        @Nullable String temporaryPassword) {

    static UserView of(UserEntity user, @Nullable String temporaryPassword) {
        return new UserView(
                user.username,
                user.displayName,
                List.of(user.roles),
                user.ledgers == null ? null : List.of(user.ledgers),
                List.of(user.regions),
                List.of(user.departments),
                List.of(user.owners),
                user.approvalLimit,
                user.byProvider,
                user.locked,
                user.lockedUntil,
                user.expiresAt,
                user.mustChangePassword,
                user.totpConfirmed,
                user.createdAt,
                user.lastLoginAt,
                user.version,
                temporaryPassword);
    }
}
