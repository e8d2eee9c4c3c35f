package dev.assay.platform;

import dev.assay.platform.database.EmbeddedPostgres;
import dev.assay.platform.encryption.KeyFile;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The service's entry: brings up the embedded database when no external one is configured, then Quarkus. */
@QuarkusMain
public final class Main {

    private static @Nullable EmbeddedPostgres database;

    public static void main(String... args) {
        if (setting("QUARKUS_DATASOURCE_JDBC_URL", "quarkus.datasource.jdbc.url")
                .isEmpty()) {
            Path data = Path.of(setting("ASSAY_DATA_DIR", "assay.data-dir").orElse("data"));
            EmbeddedPostgres postgres = EmbeddedPostgres.start(data);
            System.setProperty("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
            System.setProperty("quarkus.datasource.username", postgres.username());
            System.setProperty("quarkus.datasource.password", postgres.password());
            database = postgres;
            if (setting("ASSAY_ENCRYPTION_KEYS", "assay.encryption.keys").isEmpty()) {
                System.setProperty("assay.encryption.keys", KeyFile.readOrMake(data.resolve("encryption-keys")));
            }
        }
        Quarkus.run(args);
    }

    private static Optional<String> setting(String variable, String property) {
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .filter(value -> !value.isBlank());
    }

    /** Stops the embedded database, if there is one; the last thing a shutdown does. */
    static void stopDatabase() {
        EmbeddedPostgres running = database;
        if (running != null) {
            database = null;
            running.close();
        }
    }
}
