package dev.assay.ruleset.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A review as clients see it.
 *
 * @param version hash of the content
 * @param base what served when the evidence was taken
 * @param check its check, examples and coverage; absent in a list
 * @param trial what it would do to the ledger
 * @param evidenceHash what an approval signs; send it along to approve what was seen
 * @param stale why it can't be approved as it is
 * @param approversNeeded how many people must agree
 * @param approvals those that count for this evidence
 * @param formerApprovals of other evidence: they count no more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReviewView(
        long id,
        String version,
        String name,
        @Nullable String draft,
        String note,
        List<String> authors,
        String submittedBy,
        Instant submittedAt,
        String state,
        String base,
        @Nullable Instant closedAt,
        @Nullable JsonNode check,
        LedgerTrial.@Nullable Result trial,
        @Nullable String evidenceHash,
        @Nullable List<String> stale,
        @Nullable Integer approversNeeded,
        @Nullable List<ApprovalView> approvals,
        @Nullable List<ApprovalView> formerApprovals) {

    public record ApprovalView(String by, Instant at, String comment) {

        static ApprovalView of(Review.Approval approval) {
            return new ApprovalView(approval.by(), approval.at(), approval.comment());
        }
    }

    static ReviewView listed(Review review) {
        return of(review, null, null, null, null, null, null, null);
    }

    static ReviewView of(ReviewVersion.Judged judged) {
        List<Review.Approval> counting = judged.counting();
        return of(
                judged.review(),
                judged.review().check(),
                judged.evidence().trial(),
                judged.evidenceHash(),
                judged.evidence().stale(),
                judged.approversNeeded(),
                counting.stream().map(ApprovalView::of).toList(),
                judged.approvals().stream()
                        .filter(approval -> !counting.contains(approval))
                        .map(ApprovalView::of)
                        .toList());
    }

    private static ReviewView of(
            Review review,
            @Nullable JsonNode check,
            LedgerTrial.@Nullable Result trial,
            @Nullable String evidenceHash,
            @Nullable List<String> stale,
            @Nullable Integer approversNeeded,
            @Nullable List<ApprovalView> approvals,
            @Nullable List<ApprovalView> formerApprovals) {
        return new ReviewView(
                review.id(),
                review.version(),
                review.name(),
                review.draft(),
                review.note(),
                review.authors(),
                review.submittedBy(),
                review.submittedAt(),
                review.state().name(),
                review.base(),
                review.closedAt(),
                check,
                trial,
                evidenceHash,
                stale,
                approversNeeded,
                approvals,
                formerApprovals);
    }
}
