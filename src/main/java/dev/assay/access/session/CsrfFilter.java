package dev.assay.access.session;

import dev.assay.platform.problem.ProblemType;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Changes asked for with nothing but a session's cookie must carry the session's token. */
class CsrfFilter {

    static final String HEADER = "X-CSRF-Token";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    @ServerRequestFilter
    void check(ContainerRequestContext request) {
        Cookie cookie = request.getCookies().get(SessionMechanism.COOKIE);
        if (cookie == null
                || request.getHeaderString("X-API-Key") != null
                || request.getHeaderString(HttpHeaders.AUTHORIZATION) != null) {
            return;
        }
        boolean login = request.getMethod().equals("POST")
                && request.getUriInfo().getPath().equals(SessionResource.PATH);
        if (!login
                && !SAFE.contains(request.getMethod())
                && !Sessions.isCsrfToken(cookie.getValue(), request.getHeaderString(HEADER))) {
            throw ProblemType.CSRF_TOKEN.problem(
                    "Send the csrfToken that GET " + SessionResource.PATH + " answers in the header `" + HEADER + "`.");
        }
    }
}
