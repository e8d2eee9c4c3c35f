package dev.assay.access.session;

import dev.assay.access.Account;
import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.access.user.Login;
import dev.assay.access.user.SecondFactor;
import dev.assay.access.user.Users;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.oidc.OidcSession;
import io.quarkus.security.PermissionsAllowed;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** A person's session: login, logout, the own password and second factor. */
@Path(SessionResource.PATH)
public class SessionResource {

    static final String PATH = "/api/v1/session";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    @Inject
    UriInfo address;

    @Inject
    Login login;

    @Inject
    SecondFactor secondFactor;

    @Inject
    Sessions sessions;

    @Inject
    Users users;

    @Inject
    Caller caller;

    @Inject
    OidcSession provider;

    @ConfigProperty(name = "assay.oidc.enabled")
    boolean providerEnabled;

    /** @param code of the second factor, if the person has one */
    public record Credentials(
            @Nullable String username,
            @Nullable String password,
            @Nullable String code) {}

    public record PasswordChange(
            @Nullable String current, @Nullable String wanted) {}

    public record Code(@Nullable String code) {}

    /** Begins a session, always with a new id; the session that the cookie of the request named is over. */
    @POST
    @PermitAll
    public Response login(@CookieParam(SessionMechanism.COOKIE) @Nullable String former, Credentials credentials) {
        String username = required(credentials.username(), "/username");
        String id = login.login(username, required(credentials.password(), "/password"), credentials.code())
                .orElseThrow(() -> ProblemType.UNAUTHENTICATED.problem("Username, password or code is wrong, or the"
                        + " account is locked; after several failures it is for a while."));
        if (former != null) {
            sessions.end(former);
        }
        Account account = users.bySession(username, id).orElseThrow();
        return Response.ok(SessionView.of(account)).cookie(cookie(id, -1)).build();
    }

    /**
     * Begins a session of somebody whom the identity provider vouches for, and goes on to the application. A browser that comes
     * here is sent to the provider first, and back.
     */
    @GET
    @Path("provider")
    @PermissionsAllowed(Permission.OWN_ACCOUNT)
    public Response loginByProvider(@CookieParam(SessionMechanism.COOKIE) @Nullable String former) {
        if (!providerEnabled) {
            throw ProblemType.NOT_FOUND.problem("No identity provider is set up here; log in with POST " + PATH + ".");
        }
        String id = login.byProvider(caller.require());
        if (former != null) {
            sessions.end(former);
        }
        // the provider's own cookie has done its work; from here on the session is ours, and ends like all others
        provider.logout().await().indefinitely();
        return Response.seeOther(URI.create("/?begun")).cookie(cookie(id, -1)).build();
    }

    /** Who calls, also without a session. */
    @GET
    @PermissionsAllowed(Permission.OWN_ACCOUNT)
    public SessionView get() {
        return SessionView.of(caller.require());
    }

    @DELETE
    @PermissionsAllowed(Permission.OWN_ACCOUNT)
    public Response logout() {
        String id = caller.require().session();
        if (id != null) {
            sessions.end(id);
        }
        return Response.noContent().cookie(cookie("", 0)).build();
    }

    /** Changes the own password; the other sessions of the person end. */
    @PUT
    @Path("password")
    @PermissionsAllowed(Permission.OWN_ACCOUNT)
    public Response changePassword(PasswordChange change) {
        login.changePassword(
                caller.name(),
                required(change.current(), "/current"),
                required(change.wanted(), "/wanted"),
                caller.require().session());
        return Response.noContent().build();
    }

    /** A new secret for an authenticator app; it counts once a code of it was sent. */
    @POST
    @Path("second-factor")
    @PermissionsAllowed(Permission.OWN_ACCOUNT)
    public SecondFactor.Enrolment enrol() {
        return secondFactor.enrol(inSession());
    }

    @PUT
    @Path("second-factor")
    @PermissionsAllowed(Permission.OWN_ACCOUNT)
    public Response confirm(Code code) {
        secondFactor.confirm(inSession(), required(code.code(), "/code"));
        return Response.noContent().build();
    }

    /** Takes the second factor away again; its code proves that the person has it. */
    @POST
    @Path("second-factor/removal")
    @PermissionsAllowed(Permission.OWN_ACCOUNT)
    public Response remove(Code code) {
        secondFactor.remove(inSession(), required(code.code(), "/code"));
        return Response.noContent().build();
    }

    private String inSession() {
        Account account = caller.require();
        if (account.session() == null) {
            throw ProblemType.CONFLICT.problem("A second factor belongs to sessions; log in with POST " + PATH + ".");
        }
        return account.name();
    }

    private static String required(@Nullable String value, String pointer) {
        if (value == null || value.isEmpty()) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "Something is missing.", List.of(new FieldError(pointer, "is missing")));
        }
        return value;
    }

    /** Goes over TLS only; but a browser on this machine may come without, and would not keep such a cookie then. */
    private NewCookie cookie(String value, int maxAge) {
        String host = address.getRequestUri().getHost();
        boolean local = "http".equals(address.getRequestUri().getScheme()) && host != null && LOOPBACK.contains(host);
        return new NewCookie.Builder(SessionMechanism.COOKIE)
                .value(value)
                .path("/")
                .httpOnly(true)
                .secure(!local)
                .sameSite(NewCookie.SameSite.STRICT)
                .maxAge(maxAge)
                .build();
    }
}
