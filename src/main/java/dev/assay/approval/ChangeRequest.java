package dev.assay.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits for a person, or waited.
 *
 * @param kind what it is about, such as OVERRIDE
 * @param subject which one, such as a customer's code
 * @param summary in both languages
 * @param payload what is asked for, as its kind writes it
 * @param amount what moves, in the ledger's base currency; absent if no money does
 * @param levels how many people must agree
 * @param steps what people did with it, in order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChangeRequest(
        long id,
        String kind,
        String subject,
        Summary summary,
        JsonNode payload,
        @Nullable BigDecimal amount,
        int levels,
        State state,
        String requestedBy,
        Instant requestedAt,
        Instant deadline,
        @Nullable Instant closedAt,
        List<Step> steps) {

    public record Summary(String zh, String en) {}

    /** What became of it. */
    public enum State {
        /** 待审核 */
        PENDING,
        /** 通过 */
        APPROVED,
        /** 驳回 */
        REJECTED,
        /** 撤回 */
        WITHDRAWN,
        /** 过期: nobody answered before its deadline. */
        EXPIRED
    }

    /** @param step APPROVE, REJECT, WITHDRAW or COMMENT */
    public record Step(String step, String by, Instant at, String comment) {}

    long approvals() {
        return steps.stream().filter(step -> step.step().equals("APPROVE")).count();
    }
}
