package dev.assay.audit;

import io.quarkus.arc.Arc;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the request at hand comes from, for the record: the caller's address, the request's id ({@code X-Request-Id}, made if the
 * client sends none) and why ({@code X-Change-Reason}). Work that no request asked for has none of it.
 */
public record RequestOrigin(String remote, String requestId, String reason) {

    /** SQL that takes remote, requestId and reason and keeps them for a transaction. */
    public static final String SETTINGS =
            "set_config('assay.remote', ?, true), set_config('assay.request_id', ?, true),"
                    + " set_config('assay.reason', ?, true)";

    static final String REQUEST_ID = "X-Request-Id";
    static final String REASON = "X-Change-Reason";

    private static final String KEPT = "dev.assay.request-origin";
    private static final int ID_MAX = 100;
    private static final int REASON_MAX = 500;
    private static final RequestOrigin NONE = new RequestOrigin("", "", "");

    /** Of the request at hand. */
    public static RequestOrigin current() {
        if (!Arc.container().requestContext().isActive()) {
            return NONE;
        }
        RoutingContext context = Arc.container()
                .instance(io.quarkus.vertx.http.runtime.CurrentVertxRequest.class)
                .get()
                .getCurrent();
        if (context == null) {
            return NONE;
        }
        RequestOrigin kept = context.get(KEPT);
        if (kept == null) {
            kept = of(context.request());
            context.put(KEPT, kept);
        }
        return kept;
    }

    private static RequestOrigin of(HttpServerRequest request) {
        String remote =
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
        String id = cleaned(request.getHeader(REQUEST_ID), ID_MAX);
        return new RequestOrigin(
                remote == null ? "" : remote,
                id.isEmpty() ? UUID.randomUUID().toString() : id,
                cleaned(request.getHeader(REASON), REASON_MAX));
    }

    private static String cleaned(@Nullable String header, int max) {
        if (header == null) {
            return "";
        }
        String plain = header.replaceAll("\\p{Cntrl}", " ").strip();
        return plain.length() > max ? plain.substring(0, max) : plain;
    }

    /** Sets the values of {@link #SETTINGS} from a parameter on. */
    private void set(PreparedStatement statement, int first) throws SQLException {
        statement.setString(first, remote);
        statement.setString(first + 1, requestId);
        statement.setString(first + 2, reason);
    }

    /** Keeps the origin for the connection's transaction. */
    public static void enter(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select " + SETTINGS)) {
            current().set(statement, 1);
            statement.execute();
        }
    }
}
