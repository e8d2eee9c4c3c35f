package dev.assay.platform.problem;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/** The whole catalogue of errors a client can get. */
public enum ProblemType {
    MALFORMED_JSON(400, "The body is not valid JSON"),
    INVALID_REQUEST(400, "A value in the request is not acceptable"),
    INVALID_ENCODING(400, "The body is not valid UTF-8"),
    TRUNCATED_BODY(400, "The body ended early"),
    UNAUTHENTICATED(401, "Credentials are missing or wrong"),
    FORBIDDEN(403, "These credentials may not do this"),
    CSRF_TOKEN(403, "A change by a session needs the session's token"),
    NOT_FOUND(404, "There is no such thing"),
    LEDGER_NOT_FOUND(404, "There is no such ledger"),
    CUSTOMER_NOT_FOUND(404, "There is no such customer"),
    DOCUMENT_NOT_FOUND(404, "There is no such document"),
    DECISION_NOT_FOUND(404, "There is no such decision"),
    RUN_NOT_FOUND(404, "There is no such run"),
    METHOD_NOT_ALLOWED(405, "This resource doesn't offer that method"),
    NOT_ACCEPTABLE(406, "No representation the client accepts"),
    CONFLICT(409, "The request contradicts what is stored"),
    DUPLICATE(409, "Something else already has this value"),
    IDEMPOTENCY_KEY_REUSED(409, "The idempotency key belongs to another request"),
    STALE_VERSION(412, "The thing was changed since it was read"),
    BODY_TOO_LARGE(413, "The body is larger than the limit"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body has a type this resource doesn't read"),
    INVALID_CONTENT(422, "The request is well formed but breaks a rule"),
    RULESET_REFUSED(422, "The rules can't serve; what served before goes on"),
    TOO_MANY_REJECTED_LINES(422, "Too many lines of the batch were rejected; nothing was stored"),
    VERSION_REQUIRED(428, "An edit must say which version it is based on"),
    INTERNAL_ERROR(500, "Something went wrong in the service"),
    UNAVAILABLE(503, "The service can't do this now");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The problem's RFC 9457 {@code type}. */
    public URI uri() {
        return URI.create("urn:assay:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** @param detail what happened here: the value and the fix */
    public Problem problem(String detail) {
        return new Problem(this, detail, List.of());
    }

    /** @param errors one for each field at fault */
    public Problem problem(String detail, List<FieldError> errors) {
        return new Problem(this, detail, errors);
    }
}
