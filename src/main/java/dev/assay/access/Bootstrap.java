package dev.assay.access;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The first credentials of an installation: an API key for the ERP and a password for {@code admin}.
 *
 * <p>Taken from {@code ASSAY_BOOTSTRAP_API_KEY} and {@code ASSAY_BOOTSTRAP_ADMIN_PASSWORD} whenever these are set; otherwise made
 * at the first start and printed once to standard output, never to the log.
 */
@ApplicationScoped
class Bootstrap {

    private static final int MIN_SECRET_CHARACTERS = 12;
    private static final String KEY_NAME = "erp";
    private static final String USER_NAME = "admin";

    @Inject
    Credentials credentials;

    @ConfigProperty(name = "assay.bootstrap.api-key")
    Optional<String> givenKey;

    @ConfigProperty(name = "assay.bootstrap.admin-password")
    Optional<String> givenPassword;

    void start(@Observes @Priority(100) StartupEvent event) {
        if (givenKey.isPresent()) {
            credentials.putApiKey(KEY_NAME, strong("ASSAY_BOOTSTRAP_API_KEY", givenKey.get()), List.of(Role.ERP));
        } else if (!credentials.hasApiKeys()) {
            String key = "assay_" + random();
            credentials.putApiKey(KEY_NAME, key, List.of(Role.ERP));
            print("API key for the ERP (X-API-Key), shown only now: " + key);
        }
        List<String> adminRoles = List.of(Role.ADMIN, Role.CONTROLLER, Role.ANALYST);
        if (givenPassword.isPresent()) {
            credentials.putUser(USER_NAME, strong("ASSAY_BOOTSTRAP_ADMIN_PASSWORD", givenPassword.get()), adminRoles);
        } else if (!credentials.hasUsers()) {
            String password = random();
            credentials.putUser(USER_NAME, password, adminRoles);
            print("Password of user admin, shown only now:           " + password);
        }
    }

    private static String strong(String variable, String secret) {
        if (secret.length() < MIN_SECRET_CHARACTERS) {
            throw new IllegalStateException(
                    variable + " has " + secret.length() + " characters; use at least " + MIN_SECRET_CHARACTERS);
        }
        return secret;
    }

    private static String random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void print(String line) {
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println("  " + line);
    }
}
