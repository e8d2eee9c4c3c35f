package dev.assay.access.user;

import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.platform.EntityTag;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** People over HTTP, for administrators. */
@Path("/api/v1/users")
public class UserResource {

    @Inject
    Users users;

    @Inject
    Caller caller;

    /** @param after the last username of the page before */
    @GET
    @PermissionsAllowed(Permission.ACCESS_MANAGE)
    public List<UserView> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return users.page(after, limit);
    }

    @GET
    @Path("{username}")
    @PermissionsAllowed(Permission.ACCESS_MANAGE)
    public Response get(@PathParam("username") String username) {
        return answer(Response.ok(), users.get(username));
    }

    /** Creates a user, with a temporary password in the answer, or changes one: then {@code If-Match} names the version read. */
    @PUT
    @Path("{username}")
    @PermissionsAllowed(Permission.ACCESS_MANAGE)
    public Response put(
            @PathParam("username") String username,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            UserRequest request) {
        UserView view = users.put(username, request, EntityTag.version(ifMatch), caller.name());
        return answer(Response.status(ifMatch == null ? Response.Status.CREATED : Response.Status.OK), view);
    }

    /** A new temporary password for somebody who lost his; every session of the user ends. */
    @POST
    @Path("{username}/temporary-password")
    @PermissionsAllowed(Permission.ACCESS_MANAGE)
    public Response resetPassword(@PathParam("username") String username) {
        return answer(Response.ok(), users.resetPassword(username, caller.name()));
    }

    /** Takes a lost second factor away; every session of the user ends. */
    @DELETE
    @Path("{username}/second-factor")
    @PermissionsAllowed(Permission.ACCESS_MANAGE)
    public Response resetSecondFactor(@PathParam("username") String username) {
        return answer(Response.ok(), users.resetSecondFactor(username, caller.name()));
    }

    private static Response answer(Response.ResponseBuilder response, UserView view) {
        return response.header(HttpHeaders.ETAG, EntityTag.of(view.version()))
                .entity(view)
                .build();
    }
}
