package dev.assay.ruleset.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.access.Caller;
import dev.assay.audit.AuditLog;
import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.platform.problem.ProblemType;
import dev.assay.ruleset.LedgerRulesets;
import dev.assay.ruleset.RulesetLease;
import dev.assay.ruleset.RulesetProblems;
import dev.assay.ruleset.RulesetVersions;
import dev.assay.ruleset.Rulesets;
import dev.assay.ruleset.draft.Draft;
import dev.assay.ruleset.draft.DraftCheck;
import dev.assay.ruleset.draft.Drafts;
import dev.assay.ruleset.release.Review.Approval;
import dev.assay.ruleset.release.Review.State;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The life of a version: handed in, tried, agreed to by others than its authors, brought into service. */
@ApplicationScoped
class ReviewVersion {

    private static final String ENTITY = "ruleset-review";

    @Inject
    LedgerTransaction transaction;

    @Inject
    Drafts drafts;

    @Inject
    Reviews reviews;

    @Inject
    Rulesets rulesets;

    @Inject
    RulesetVersions versions;

    @Inject
    LedgerRulesets ledgerRulesets;

    @Inject
    Instance<LedgerTrial> trials;

    @Inject
    Caller caller;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** A review with all that it is judged by. */
    record Judged(Evidence evidence, String evidenceHash, List<Approval> approvals, int approversNeeded) {

        Review review() {
            return evidence.review();
        }

        /** Those that agreed to exactly this. */
        List<Approval> counting() {
            return approvals.stream()
                    .filter(approval -> approval.evidenceHash().equals(evidenceHash))
                    .toList();
        }
    }

    /**
     * Makes a version of a draft and asks for its approval; the trial over the ledger begins.
     *
     * @throws dev.assay.platform.problem.Problem NOT_FOUND; RULESET_REFUSED if it couldn't serve
     */
    Judged submit(Ledger ledger, String draftName, String note) {
        Draft draft = transaction.read(ledger, connection -> drafts.require(connection, ledger, draftName));
        RulesetFiles files = Drafts.checked(draft.files());
        DraftCheck check = admitted(files);
        String name = Objects.requireNonNull(check.name());
        versions.keep(name, files);
        String active = active(ledger);
        Review review = transaction.call(ledger, connection -> {
            Review inserted = reviews.insert(
                    connection,
                    ledger,
                    new Reviews.Submission(
                            files.hash(),
                            name,
                            draftName,
                            note,
                            draft.editors(),
                            caller.name(),
                            active,
                            json.valueToTree(check)));
            audit(connection, ledger, inserted, "submitted", note);
            return inserted;
        });
        tryOnLedger(ledger, review);
        return judge(ledger, review.id());
    }

    /** Tries a draft on all customers, before anybody is asked; its content is kept, so that the trial can be explained. */
    Trial tryDraft(Ledger ledger, String draftName) {
        RulesetFiles files = Drafts.checked(transaction
                .read(ledger, connection -> drafts.require(connection, ledger, draftName))
                .files());
        DraftCheck check = admitted(files);
        if (!trials.isResolvable()) {
            throw ProblemType.UNAVAILABLE.problem("Nothing here can try a ruleset on a ledger.");
        }
        versions.keep(Objects.requireNonNull(check.name()), files);
        return new Trial(trials.get().start(ledger, files.hash(), caller.name()), files.hash());
    }

    /** @param runId of the simulated run */
    public record Trial(long runId, String version) {}

    private DraftCheck admitted(RulesetFiles files) {
        DraftCheck check = DraftCheck.of(files);
        if (!check.admitted()) {
            throw RulesetProblems.refused(check.problems(), "Nothing was handed in.");
        }
        return check;
    }

    private String active(Ledger ledger) {
        try (RulesetLease lease = rulesets.lease(ledger)) {
            return lease.ruleset().version();
        }
    }

    private void tryOnLedger(Ledger ledger, Review review) {
        if (trials.isResolvable()) {
            long run = trials.get().start(ledger, review.version(), review.submittedBy());
            transaction.run(ledger, connection -> reviews.trial(connection, review, run));
        }
    }

    /** Takes the evidence anew, against what serves now; who agreed before must agree again. */
    Judged renew(Ledger ledger, long id) {
        Review review = transaction.read(ledger, connection -> reviews.require(connection, ledger, id, false));
        DraftCheck check = admitted(files(review.version()));
        String active = active(ledger);
        transaction.run(ledger, connection -> {
            Review locked = reviews.require(connection, ledger, id, true);
            if (locked.state() != State.IN_REVIEW && locked.state() != State.APPROVED) {
                throw ProblemType.CONFLICT.problem("The review is " + locked.state() + "; submit the draft again.");
            }
            reviews.renew(connection, locked, active, json.valueToTree(check));
            audit(connection, ledger, locked, "evidence renewed", "");
        });
        tryOnLedger(ledger, review);
        return judge(ledger, id);
    }

    private RulesetFiles files(String version) {
        try {
            return versions.files(version).orElseThrow();
        } catch (RulesetException e) {
            throw RulesetProblems.refused(e.diagnostics(), "The version can't serve any more.");
        }
    }

    Judged judge(Ledger ledger, long id) {
        String active = active(ledger);
        return transaction.read(
                ledger,
                connection -> judge(connection, ledger, reviews.require(connection, ledger, id, false), active));
    }

    private Judged judge(Connection connection, Ledger ledger, Review review, String active) throws SQLException {
        ReviewPolicy policy = ReviewPolicy.of(connection, ledger);
        LedgerTrial.Result trial = review.runId() == null || !trials.isResolvable()
                ? null
                : trials.get().result(connection, ledger, review.runId()).orElse(null);
        Evidence evidence = Evidence.of(review, trial, policy, active, draftVersion(connection, ledger, review));
        return new Judged(
                evidence,
                evidence.hash(),
                reviews.approvals(connection, review),
                policy.approversFor(evidence.movement()));
    }

    private @Nullable String draftVersion(Connection connection, Ledger ledger, Review review) throws SQLException {
        Optional<Draft> draft =
                review.draft() == null ? Optional.empty() : drafts.find(connection, ledger, review.draft());
        return draft.map(found -> Drafts.checked(found.files()).hash()).orElse(null);
    }

    /**
     * Agrees to a version on its evidence.
     *
     * @param evidenceHash what the approver saw; null: what there is now
     * @throws dev.assay.platform.problem.Problem FORBIDDEN to its authors and above one's limit; CONFLICT if it is decided
     *     or its evidence isn't what it was; DUPLICATE the second time
     */
    Judged approve(Ledger ledger, long id, @Nullable String evidenceHash, String comment) {
        String active = active(ledger);
        transaction.run(ledger, connection -> {
            Review review = reviews.require(connection, ledger, id, true);
            requireOpen(review);
            List<String> authors = reviews.authors(connection, ledger, review.version());
            if (authors.contains(caller.name())) {
                throw ProblemType.FORBIDDEN.problem(
                        "You wrote this version, or handed it in; nobody approves his own. 不能审批自己的版本。");
            }
            Judged judged = judge(connection, ledger, review, active);
            requireFresh(judged, evidenceHash);
            BigDecimal movement = judged.evidence().movement();
            caller.approvalLimit()
                    .filter(limit -> limit.compareTo(movement) < 0)
                    .ifPresent(limit -> {
                        throw ProblemType.FORBIDDEN.problem("The version moves limits of " + movement.toPlainString()
                                + " " + ledger.baseCurrency() + "; you may agree to " + limit.toPlainString() + ".");
                    });
            reviews.approve(connection, ledger, review, caller.name(), judged.evidenceHash(), comment);
            audit(connection, ledger, review, "approved", comment);
            if (judged.counting().size() + 1 >= judged.approversNeeded()) {
                reviews.close(connection, review, State.APPROVED);
            }
        });
        return judge(ledger, id);
    }

    private static void requireOpen(Review review) {
        if (review.state() != State.IN_REVIEW) {
            throw ProblemType.CONFLICT.problem("The review is " + review.state() + " already.");
        }
    }

    private static void requireFresh(Judged judged, @Nullable String evidenceHash) {
        if (!judged.evidence().stale().isEmpty()) {
            throw ProblemType.CONFLICT.problem(
                    String.join(" ", judged.evidence().stale()));
        }
        if (evidenceHash != null && !evidenceHash.equals(judged.evidenceHash())) {
            throw ProblemType.CONFLICT.problem("The evidence isn't what you saw; read the review again.");
        }
    }

    Judged reject(Ledger ledger, long id, String comment) {
        return close(ledger, id, State.REJECTED, "rejected", comment);
    }

    /** By one of its authors. */
    Judged withdraw(Ledger ledger, long id, String comment) {
        return close(ledger, id, State.WITHDRAWN, "withdrawn", comment);
    }

    private Judged close(Ledger ledger, long id, State state, String what, String comment) {
        transaction.run(ledger, connection -> {
            Review review = reviews.require(connection, ledger, id, true);
            requireOpen(review);
            if (state == State.WITHDRAWN && !review.authors().contains(caller.name())) {
                throw ProblemType.FORBIDDEN.problem(
                        "Only who wrote it or handed it in withdraws it; others reject it.");
            }
            reviews.close(connection, review, state);
            audit(connection, ledger, review, what, comment);
        });
        return judge(ledger, id);
    }

    /**
     * Lets an approved version serve.
     *
     * @param at null: now
     * @throws dev.assay.platform.problem.Problem CONFLICT if it isn't approved, retired, or approved on other grounds than those of
     *     now; INVALID_CONTENT for a time that is over
     */
    void activate(Ledger ledger, long id, @Nullable Instant at) {
        Instant now = clock.instant();
        if (at != null && at.isBefore(now)) {
            throw ProblemType.INVALID_CONTENT.problem(at + " is over; leave `at` out to activate now.");
        }
        String active = active(ledger);
        String version = transaction.call(ledger, connection -> {
            Review review = reviews.require(connection, ledger, id, true);
            if (review.state() != State.APPROVED) {
                throw ProblemType.CONFLICT.problem(
                        "The review is " + review.state() + "; only what is approved can serve.");
            }
            Judged judged = judge(connection, ledger, review, active);
            requireFresh(judged, null);
            if (judged.counting().size() < judged.approversNeeded()) {
                throw ProblemType.CONFLICT.problem(
                        "The evidence isn't what was approved; renew it and have it approved again.");
            }
            Retirements.refuse(connection, ledger, review.version());
            ledgerRulesets.activate(
                    connection,
                    ledger,
                    review.version(),
                    at == null ? now : at,
                    LedgerRulesets.Kind.ACTIVATE,
                    review.id(),
                    review.note(),
                    caller.name());
            return review.version();
        });
        ledgerRulesets.forget(ledger);
        // compiled now, so that the first request that needs it doesn't wait
        var unused = rulesets.with(version, ruleset -> true);
    }

    private void audit(Connection connection, Ledger ledger, Review review, String what, String comment)
            throws SQLException {
        ObjectNode after = json.createObjectNode()
                .put("version", review.version())
                .put("event", what)
                .put("comment", comment);
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                caller.name(),
                new AuditLog.Change(ENTITY, String.valueOf(review.id()), null, write(after)));
    }

    private String write(ObjectNode node) {
        try {
            return json.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Plain data", e);
        }
    }
}
