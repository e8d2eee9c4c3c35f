package dev.assay.access;

import io.quarkus.security.StringPermission;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Set;
import java.util.stream.Collectors;

/** Between accounts and what Quarkus knows of a caller. */
public final class Identities {

    static final String ACCOUNT = "dev.assay.account";

    private Identities() {}

    /** The identity of an account, with its permissions. */
    public static SecurityIdentity of(Account account) {
        Set<String> permissions = Permission.of(account);
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(account.name()))
                .addRoles(account.roles())
                .addPermissions(permissions.stream().map(StringPermission::new).collect(Collectors.toSet()))
                .addAttribute(ACCOUNT, account)
                .build();
    }
}
