package dev.assay.platform.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.assay.engine.ruleset.QuarantinedException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a request ended in into one {@link ProblemView}; nothing else leaves the service as an error. */
class ProblemMappers {

    /** PostgreSQL's character_not_in_repertoire. */
    private static final String NUL_IN_TEXT = "22021";

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response problem(Problem problem) {
        return response(problem);
    }

    @ServerExceptionMapper
    Response quarantined(QuarantinedException exception) {
        LOG.error("Rules were stopped", exception);
        return response(ProblemType.UNAVAILABLE.problem(
                "Its rules ran past their deadline and were stopped; another version takes over, if there is one: try again. ("
                        + exception.getMessage() + ")"));
    }

    @ServerExceptionMapper(priority = 1)
    Response json(MismatchedInputException exception) {
        return response(JsonProblems.of(exception));
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException exception) {
        return response(JsonProblems.of(exception));
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException exception) {
        return unauthenticated();
    }

    @ServerExceptionMapper
    Response authenticationFailed(AuthenticationFailedException exception) {
        return unauthenticated();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException exception) {
        return response(ProblemType.FORBIDDEN.problem(
                "The role of these credentials doesn't include this call; ask an administrator for one that does."
                        + " Whoever must change a temporary password can do nothing before."));
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException exception) {
        List<FieldError> errors = exception.getConstraintViolations().stream()
                .map(v -> new FieldError(pointer(v.getPropertyPath().toString()), v.getMessage()))
                .sorted(java.util.Comparator.comparing(FieldError::pointer))
                .toList();
        return response(ProblemType.INVALID_REQUEST.problem(errors.size() + " value(s) are not acceptable.", errors));
    }

    @ServerExceptionMapper
    Response http(WebApplicationException exception) {
        if (exception.getCause() instanceof JsonProcessingException json) {
            return response(JsonProblems.of(json));
        }
        int status = exception.getResponse().getStatus();
        if (status < 400) {
            return exception.getResponse();
        }
        return switch (status) {
            case 401 -> unauthenticated();
            case 404 -> response(ProblemType.NOT_FOUND.problem("No resource answers this path; see /q/openapi."));
            case 405 ->
                response(ProblemType.METHOD_NOT_ALLOWED.problem("See /q/openapi for the methods of this path."));
            case 406 -> response(ProblemType.NOT_ACCEPTABLE.problem("Send `Accept: application/json`."));
            case 413 -> response(ProblemType.BODY_TOO_LARGE.problem("Send the data in several requests."));
            case 415 ->
                response(ProblemType.UNSUPPORTED_MEDIA_TYPE.problem("See /q/openapi for the types this path reads."));
            default ->
                status < 500
                        ? response(ProblemType.INVALID_REQUEST.problem(String.valueOf(exception.getMessage())))
                        : unexpected(exception);
        };
    }

    @ServerExceptionMapper
    Response unexpected(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && NUL_IN_TEXT.equals(sql.getSQLState())) {
                return response(ProblemType.INVALID_CONTENT.problem(
                        "A text has the character U+0000, which no text can have here; leave it out."));
            }
        }
        String reference = UUID.randomUUID().toString();
        LOG.errorf(exception, "Request failed, reference %s", reference);
        return response(ProblemType.INTERNAL_ERROR.problem(
                "The cause is in the service's log under reference " + reference + "."));
    }

    private static Response unauthenticated() {
        return Response.fromResponse(response(ProblemType.UNAUTHENTICATED.problem(
                        "Send a valid `X-API-Key` header, or a user's name and password by HTTP Basic.")))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Assay\", charset=\"UTF-8\"")
                .build();
    }

    private static String pointer(String path) {
        int dot = path.indexOf('.'); // the first step names the Java method
        String inBody = dot < 0 ? path : path.substring(dot + 1);
        return "/" + inBody.replace('.', '/').replace("[", "/").replace("]", "");
    }

    static Response response(Problem problem) {
        return Response.status(problem.type().status())
                .type(ProblemView.MEDIA_TYPE)
                .entity(problem.view())
                .build();
    }
}
