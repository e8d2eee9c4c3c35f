package dev.assay.access.provider;

import dev.assay.access.Identities;
import dev.assay.access.user.Users;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Turns what a verified token says into an account. A token without any role known here lets in, but to nothing. */
@ApplicationScoped
class ProviderAccounts implements SecurityIdentityAugmentor {

    @Inject
    Users users;

    @Inject
    ProviderRoles roles;

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        return context.runBlocking(() -> users.vouchedFor(token.getName(), roles.of(identity.getRoles()))
                .map(Identities::of)
                .orElseThrow(() -> new AuthenticationFailedException("The person is locked or the name can't be one")));
    }
}
