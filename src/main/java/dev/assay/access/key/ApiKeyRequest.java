package dev.assay.access.key;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A caller that shows an API key. */
final class ApiKeyRequest extends BaseAuthenticationRequest {

    private final String key;

    ApiKeyRequest(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}
