package dev.assay.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Knows the people that give a name and a password. */
@ApplicationScoped
class PasswordIdentities implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    @Inject
    Credentials credentials;

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> credentials
                .byPassword(request.getUsername(), request.getPassword().getPassword())
                .map(ApiKeyIdentities::identity)
                .orElseThrow(AuthenticationFailedException::new));
    }
}
