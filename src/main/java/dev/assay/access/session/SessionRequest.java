package dev.assay.access.session;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A caller that shows the cookie of a session. */
final class SessionRequest extends BaseAuthenticationRequest {

    private final String id;

    SessionRequest(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
