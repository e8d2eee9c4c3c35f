package dev.assay.access.session;

import dev.assay.access.Identities;
import dev.assay.access.user.Users;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Knows the people that are in a session. */
@ApplicationScoped
class SessionIdentities implements IdentityProvider<SessionRequest> {

    @Inject
    Sessions sessions;

    @Inject
    Users users;

    @Override
    public Class<SessionRequest> getRequestType() {
        return SessionRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(SessionRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> sessions.username(request.id())
                .flatMap(username -> users.bySession(username, request.id()))
                .map(Identities::of)
                .orElseThrow(AuthenticationFailedException::new));
    }
}
