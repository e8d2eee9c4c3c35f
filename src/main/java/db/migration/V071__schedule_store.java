package db.migration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.quartz.impl.jdbcjobstore.JobStoreSupport;

/** The tables in which Quartz keeps schedules, by the script that its own release brings. */
public class V071__schedule_store extends BaseJavaMigration {

    private static final String SCRIPT = "/org/quartz/impl/jdbcjobstore/tables_postgres.sql";

    @Override
    public void migrate(Context context) throws IOException, SQLException {
        try (InputStream script = JobStoreSupport.class.getResourceAsStream(SCRIPT);
                Statement statement = context.getConnection().createStatement()) {
            if (script == null) {
                throw new IOException(SCRIPT + " is missing from Quartz");
            }
            // the migration's transaction is committed by Flyway
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8).replace("COMMIT;", ""));
        }
    }
}
