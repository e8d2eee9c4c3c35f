package dev.assay.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.audit.AuditLog;
import dev.assay.audit.RequestOrigin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Records changes of users, keys and sessions, which belong to the installation, in the transaction of the change. */
@ApplicationScoped
public class AccessAudit {

    @Inject
    DataSource database;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /**
     * @param before a view without secrets; null if the thing is new
     * @param after a view without secrets; null if the thing is gone
     */
    public void record(String changedBy, String entity, String key, @Nullable Object before, @Nullable Object after) {
        try (Connection connection = database.getConnection()) {
            RequestOrigin.enter(connection);
            AuditLog.record(
                    connection,
                    AuditLog.INSTALLATION,
                    clock.instant(),
                    changedBy,
                    new AuditLog.Change(entity, key, write(before), write(after)));
        } catch (SQLException e) {
            throw new IllegalStateException("The change could not be recorded", e);
        }
    }

    private @Nullable String write(@Nullable Object view) {
        try {
            return view == null ? null : json.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A view is plain data", e);
        }
    }
}
