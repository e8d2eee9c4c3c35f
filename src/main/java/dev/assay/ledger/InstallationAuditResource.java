package dev.assay.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.access.Permission;
import dev.assay.audit.AuditChain;
import dev.assay.audit.AuditLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Who changed what outside of any ledger: users, keys, sessions, what serves. */
@Path("/api/v1/audit")
public class InstallationAuditResource {

    @Inject
    DataSource database;

    @Inject
    ObjectMapper json;

    /** Latest first. */
    @GET
    @PermissionsAllowed(Permission.ACCESS_MANAGE)
    public AuditResource.AuditPage list(
            @BeanParam AuditResource.SearchParameters parameters,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        int count = AuditResource.limit(limit);
        long beforeId = AuditResource.beforeId(cursor);
        AuditLog.Search search = parameters.search();
        List<AuditLog.Entry> entries =
                read(connection -> AuditLog.latest(connection, AuditLog.INSTALLATION, search, beforeId, count + 1));
        return AuditResource.page(entries, count, json);
    }

    /** Reads the whole record and says whether it is as it was written. */
    @GET
    @Path("verify")
    @PermissionsAllowed(Permission.ACCESS_MANAGE)
    public AuditChain.Verification verify() {
        return read(connection -> AuditChain.verify(connection, AuditLog.INSTALLATION));
    }

    private <T> T read(SqlWork<T> work) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection()) {
                return work.run(connection);
            }
        });
    }
}
