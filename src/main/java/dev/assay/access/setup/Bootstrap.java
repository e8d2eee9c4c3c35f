package dev.assay.access.setup;

import dev.assay.access.Role;
import dev.assay.access.Secrets;
import dev.assay.access.key.ApiKeys;
import dev.assay.access.user.Users;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

    /** Installs and administers, and is enough for a trial by one person; whoever has several people gives each his own. */
    private static final List<String> ADMIN_ROLES = List.of(Role.ADMIN, Role.ANALYST, Role.APPROVER, Role.CONTROLLER);

    @Inject
    EntityManager entities;

    @Inject
    ApiKeys keys;

    @Inject
    Users users;

    @ConfigProperty(name = "assay.bootstrap.api-key")
    Optional<String> givenKey;

    @ConfigProperty(name = "assay.bootstrap.admin-password")
    Optional<String> givenPassword;

    /** One node after the other: of several that start on an empty database at once, only the first makes credentials. */
    void start(@Observes @Priority(100) StartupEvent event) {
        QuarkusTransaction.requiringNew().run(() -> {
            entities.createNativeQuery(
                            "select 1 from (select pg_advisory_xact_lock(hashtextextended('bootstrap', 0))) as locked")
                    .getSingleResult();
            provide();
        });
    }

    private void provide() {
        if (givenKey.isPresent()) {
            keys.put(KEY_NAME, strong("ASSAY_BOOTSTRAP_API_KEY", givenKey.get()), List.of(Role.ERP));
        } else if (keys.isEmpty()) {
            String key = "assay_" + Secrets.random();
            keys.put(KEY_NAME, key, List.of(Role.ERP));
            print("API key for the ERP (X-API-Key), shown only now: " + key);
        }
        if (givenPassword.isPresent()) {
            users.put(USER_NAME, strong("ASSAY_BOOTSTRAP_ADMIN_PASSWORD", givenPassword.get()), ADMIN_ROLES);
        } else if (users.isEmpty()) {
            String password = Secrets.random();
            users.put(USER_NAME, password, ADMIN_ROLES);
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

    private static void print(String line) {
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println("  " + line);
    }
}
