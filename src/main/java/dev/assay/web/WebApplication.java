package dev.assay.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Answers browsers with the application's one page, whatever address inside of it they ask for, and says what that page may load:
 * nothing from elsewhere. Its scripts and styles are files under {@code /assets}, which the server of static files sends.
 */
@ApplicationScoped
class WebApplication {

    private static final String PAGE = "META-INF/resources/webui.html";
    private static final String NONCE = "__NONCE__";
    private static final int NONCE_BYTES = 18;
    private static final int BEFORE_ALL_ELSE = 1_000;

    /** Style elements need the page's nonce: the component library writes them. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + NONCE
            + "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'";

    private static final String MISSING = """
            Assay runs, without its web application: this build left it out (-Dui.skip).
            The API is at /api/v1/ledgers, its reference at /q/swagger-ui.
            """;

    private final SecureRandom random = new SecureRandom();
    private final @Nullable String page = read();

    private static @Nullable String read() {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(PAGE)) {
            return file == null ? null : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, BEFORE_ALL_ELSE);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = context.normalizedPath();
        HttpServerResponse response = context.response();
        response.putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer");
        boolean ours = !path.startsWith("/api/") && !path.equals("/q") && !path.startsWith("/q/");
        if (path.startsWith("/api/") && request.getHeader("Sec-Fetch-Mode") != null) {
            // A browser would ask for a name and a password by itself; the application does that better.
            context.addHeadersEndHandler(end -> response.headers().remove("WWW-Authenticate"));
        }
        if (path.startsWith("/assets/")) {
            response.putHeader("Cache-Control", "public, max-age=31536000, immutable"); // their names have their hashes
            context.next();
        } else if (ours
                && (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD)
                && isPage(path)) {
            send(response);
        } else {
            context.next();
        }
    }

    /** Addresses inside the application have no ending. */
    private static boolean isPage(String path) {
        return path.indexOf('.', path.lastIndexOf('/')) < 0
                || path.equals("/webui.html")
                || path.equals("/index.html")
                || path.startsWith("/ledgers/");
    }

    private void send(HttpServerResponse response) {
        response.putHeader("Cache-Control", "no-store");
        if (page == null) {
            response.putHeader("Content-Type", "text/plain; charset=utf-8").end(MISSING);
            return;
        }
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        response.putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", POLICY.replace(NONCE, nonce))
                .end(page.replace(NONCE, nonce));
    }
}
