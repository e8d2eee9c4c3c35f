package dev.assay.access.key;

import dev.assay.access.Caller;
import dev.assay.access.GrantedAccess;
import dev.assay.access.Permission;
import dev.assay.access.Role;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Keys of machines over HTTP. A key's secret is in the answer that makes it and never again. */
@Path("/api/v1/api-keys")
public class ApiKeyResource {

    private static final String NAME_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,39}";
    private static final int OVERLAP_HOURS_MAX = 24 * 31;
    private static final int OVERLAP_HOURS_DEFAULT = 24;

    @Inject
    ApiKeys keys;

    @Inject
    Caller caller;

    @Inject
    Clock clock;

    /**
     * @param ledgers codes of the ledgers the key may enter; absent: all
     * @param expiresAt absent: never
     */
    public record NewApiKey(
            @Nullable String name,
            @Nullable List<String> roles,
            @Nullable List<String> ledgers,
            @Nullable Instant expiresAt) {}

    /** @param overlapHours how long the secret before still works, 0 to 744; absent: 24 */
    public record Rotation(@Nullable Integer overlapHours) {}

    @GET
    @PermissionsAllowed(Permission.ACCESS_MANAGE)
    public List<ApiKeyView> list() {
        return keys.all();
    }

    @POST
    @ResponseStatus(201)
    @PermissionsAllowed(Permission.ACCESS_MANAGE)
    public ApiKeyView create(NewApiKey request) {
        List<FieldError> errors = new ArrayList<>(GrantedAccess.check(request.roles(), request.ledgers()));
        if (request.name() == null || !request.name().matches(NAME_PATTERN)) {
            errors.add(new FieldError("/name", "use 1 to 40 letters, digits, dots, dashes or underscores"));
        }
        if (request.roles() != null && request.roles().contains(Role.APPROVER)) {
            errors.add(new FieldError("/roles", "APPROVER is for people: a machine agrees to nothing"));
        }
        if (request.expiresAt() != null && !request.expiresAt().isAfter(clock.instant())) {
            errors.add(new FieldError("/expiresAt", request.expiresAt() + " is over"));
        }
        if (!errors.isEmpty() || request.name() == null || request.roles() == null) {
            throw ProblemType.INVALID_CONTENT.problem("The key can't be made like this.", errors);
        }
        return keys.create(
                new ApiKeys.Grant(request.name(), request.roles(), request.ledgers(), request.expiresAt()),
                caller.name());
    }

    @POST
    @Path("{name}/rotate")
    @PermissionsAllowed(Permission.ACCESS_MANAGE)
    public ApiKeyView rotate(@PathParam("name") String name, @Nullable Rotation request) {
        int hours = request == null || request.overlapHours() == null ? OVERLAP_HOURS_DEFAULT : request.overlapHours();
        if (hours < 0 || hours > OVERLAP_HOURS_MAX) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "The overlap is out of bounds.",
                    List.of(new FieldError("/overlapHours", hours + " is not within 0 and " + OVERLAP_HOURS_MAX)));
        }
        return keys.rotate(name, Duration.ofHours(hours), caller.name());
    }

    /** Ends a key at once and for good. */
    @DELETE
    @Path("{name}")
    @PermissionsAllowed(Permission.ACCESS_MANAGE)
    public Response revoke(@PathParam("name") String name) {
        keys.revoke(name, caller.name());
        return Response.noContent().build();
    }
}
