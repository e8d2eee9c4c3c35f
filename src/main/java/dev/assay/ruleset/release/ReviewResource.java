package dev.assay.ruleset.release;

import dev.assay.access.Permission;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Versions that wait for an approval, over HTTP. */
@Path("/api/v1/ledgers/{ledger}")
public class ReviewResource {

    private static final int TEXT_MAX = 2_000;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Reviews reviews;

    @Inject
    ReviewVersion review;

    /** @param note what the version is for */
    public record Submission(@Nullable String note) {}

    /** @param evidenceHash what the approver saw; absent: whatever there is now */
    public record Answer(@Nullable String comment, @Nullable String evidenceHash) {}

    /** @param at absent: now */
    public record Start(@Nullable Instant at) {}

    /** Makes an immutable version of a draft and asks for its approval. */
    @POST
    @Path("ruleset-drafts/{draft}/submit")
    @ResponseStatus(201)
    @PermissionsAllowed(Permission.RULES_WRITE)
    public ReviewView submit(
            @PathParam("ledger") String ledgerCode, @PathParam("draft") String draft, Submission submission) {
        String note = text(submission.note(), "/note");
        if (note.isEmpty()) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "A version needs a note.", List.of(new FieldError("/note", "say what the version is for")));
        }
        return ReviewView.of(review.submit(ledgers.require(ledgerCode), draft, note));
    }

    /** Tries a draft on all customers of the ledger, as a simulated run; nothing is handed in. */
    @POST
    @Path("ruleset-drafts/{draft}/trial")
    @ResponseStatus(202)
    @PermissionsAllowed(Permission.RULES_WRITE)
    public ReviewVersion.Trial tryDraft(@PathParam("ledger") String ledgerCode, @PathParam("draft") String draft) {
        return review.tryDraft(ledgers.require(ledgerCode), draft);
    }

    /** Newest first. @param before the last id of the page before */
    @GET
    @Path("ruleset-reviews")
    @PermissionsAllowed(Permission.RULES_READ)
    public List<ReviewView> list(
            @PathParam("ledger") String ledgerCode,
            @QueryParam("state") Review.@Nullable State state,
            @QueryParam("before") @DefaultValue("9223372036854775807") long before,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(500) int limit) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> reviews.page(connection, ledger, state, before, limit)).stream()
                .map(ReviewView::listed)
                .toList();
    }

    @GET
    @Path("ruleset-reviews/{id}")
    @PermissionsAllowed(Permission.RULES_READ)
    public ReviewView get(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        return ReviewView.of(review.judge(ledgers.require(ledgerCode), id));
    }

    @POST
    @Path("ruleset-reviews/{id}/evidence")
    @PermissionsAllowed(Permission.RULES_WRITE)
    public ReviewView renew(@PathParam("ledger") String ledgerCode, @PathParam("id") long id) {
        return ReviewView.of(review.renew(ledgers.require(ledgerCode), id));
    }

    @POST
    @Path("ruleset-reviews/{id}/approve")
    @PermissionsAllowed(Permission.RULES_APPROVE)
    public ReviewView approve(
            @PathParam("ledger") String ledgerCode, @PathParam("id") long id, @Nullable Answer answer) {
        return ReviewView.of(review.approve(
                ledgers.require(ledgerCode), id, answer == null ? null : answer.evidenceHash(), comment(answer)));
    }

    @POST
    @Path("ruleset-reviews/{id}/reject")
    @PermissionsAllowed(Permission.RULES_APPROVE)
    public ReviewView reject(
            @PathParam("ledger") String ledgerCode, @PathParam("id") long id, @Nullable Answer answer) {
        return ReviewView.of(review.reject(ledgers.require(ledgerCode), id, comment(answer)));
    }

    @POST
    @Path("ruleset-reviews/{id}/withdraw")
    @PermissionsAllowed(Permission.RULES_WRITE)
    public ReviewView withdraw(
            @PathParam("ledger") String ledgerCode, @PathParam("id") long id, @Nullable Answer answer) {
        return ReviewView.of(review.withdraw(ledgers.require(ledgerCode), id, comment(answer)));
    }

    /** Brings an approved version into service, now or at an instant. */
    @POST
    @Path("ruleset-reviews/{id}/activate")
    @PermissionsAllowed(Permission.RULES_ACTIVATE)
    public ReviewView activate(
            @PathParam("ledger") String ledgerCode, @PathParam("id") long id, @Nullable Start start) {
        Ledger ledger = ledgers.require(ledgerCode);
        review.activate(ledger, id, start == null ? null : start.at());
        return ReviewView.of(review.judge(ledger, id));
    }

    private static String comment(@Nullable Answer answer) {
        return answer == null ? "" : text(answer.comment(), "/comment");
    }

    private static String text(@Nullable String text, String pointer) {
        if (text != null && text.length() > TEXT_MAX) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "A text is too long.",
                    List.of(new FieldError(pointer, "is longer than " + TEXT_MAX + " characters")));
        }
        return text == null ? "" : text.strip();
    }
}
