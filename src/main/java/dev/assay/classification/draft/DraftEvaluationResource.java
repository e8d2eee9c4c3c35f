package dev.assay.classification.draft;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.access.Permission;
import dev.assay.classification.DecisionView;
import dev.assay.classification.facts.AssembleFacts;
import dev.assay.classification.facts.FactsRequest;
import dev.assay.classification.facts.RecordedMetrics;
import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.ruleset.AdmitRuleset;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.RuleInfo;
import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.engine.ruleset.TracedDecision;
import dev.assay.history.PaymentHistories;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import dev.assay.ruleset.draft.Drafts;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A draft's decision about one customer, stored or made up; nothing is recorded. */
@Path("/api/v1/ledgers/{ledger}/ruleset-drafts/{draft}/evaluations")
public class DraftEvaluationResource {

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Drafts drafts;

    @Inject
    PaymentHistories histories;

    @Inject
    Clock clock;

    /**
     * Whom to decide about.
     *
     * @param customerCode a stored customer; absent: {@code facts} say all
     * @param asOf of a stored customer; default: today in the ledger's time zone
     * @param facts one flat object, named as in a decision's facts
     */
    public record Question(
            @Nullable String customerCode,
            @Nullable LocalDate asOf,
            @Nullable JsonNode facts) {}

    /** A rule that fired. */
    public record Fired(String phase, String rule, String code, String file, int line) {}

    /**
     * What the draft decides, or why it can't.
     *
     * @param problems what keeps the draft from being compiled; then there is no decision
     * @param fired rules in the order of their phases
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DraftEvaluation(
            List<Diagnostic> problems, @Nullable DecisionView decision, List<Fired> fired) {}

    @POST
    @PermissionsAllowed(Permission.RULES_READ)
    public DraftEvaluation evaluate(
            @PathParam("ledger") String ledgerCode, @PathParam("draft") String draftName, Question question) {
        Ledger ledger = ledgers.require(ledgerCode);
        RulesetFiles files = Drafts.checked(transaction
                .read(ledger, connection -> drafts.require(connection, ledger, draftName))
                .files());
        try (CompiledRuleset ruleset =
                new AdmitRuleset().admit(files, List.of()).ruleset()) {
            CustomerFacts facts = facts(ledger, ruleset, question);
            TracedDecision traced = ruleset.evaluateTraced(List.of(facts)).get(0);
            return new DraftEvaluation(
                    List.of(),
                    DecisionView.unstored(
                            facts, traced.decision(), ruleset.version(), ruleset.metricsRead(), clock.instant()),
                    fired(ruleset, traced));
        } catch (RulesetException e) {
            return new DraftEvaluation(e.diagnostics(), null, List.of());
        }
    }

    private static List<Fired> fired(CompiledRuleset ruleset, TracedDecision traced) {
        List<Fired> fired = new ArrayList<>();
        ruleset.rules().forEach((code, rule) -> {
            if (traced.fired().contains(code)) {
                fired.add(fired(rule));
            }
        });
        return fired;
    }

    private static Fired fired(RuleInfo rule) {
        return new Fired(rule.phase(), rule.name(), rule.code(), rule.file(), rule.line());
    }

    private CustomerFacts facts(Ledger ledger, CompiledRuleset ruleset, Question question) {
        LocalDate today = LocalDate.now(clock.withZone(ledger.timeZone()));
        String code = question.customerCode();
        if (code != null) {
            LocalDate asOf = question.asOf() == null ? today : question.asOf();
            return transaction.readForFew(ledger, connection -> stored(connection, ledger, ruleset, code, asOf));
        }
        if (question.facts() == null) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "There is nobody to decide about.",
                    List.of(new FieldError("/customerCode", "is missing, and so is /facts; give one of them")));
        }
        List<FieldError> errors = new ArrayList<>();
        CustomerFacts facts =
                new FactsRequest(ledger, today, ruleset.grades(), errors).read(question.facts(), "/facts");
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_CONTENT.problem(errors.size() + " fact(s) are not acceptable.", errors);
        }
        return facts;
    }

    private CustomerFacts stored(
            Connection connection, Ledger ledger, CompiledRuleset ruleset, String code, LocalDate asOf)
            throws SQLException {
        Customer customer = Customers.load(connection, ledger, code)
                .orElseThrow(() -> ProblemType.CUSTOMER_NOT_FOUND.problem("Customer \"" + code
                        + "\" doesn't exist in ledger \"" + ledger.code() + "\"; check the code."));
        PaymentHistories.Vantage vantage = PaymentHistories.vantage(connection, ledger, asOf);
        return new AssembleFacts(
                        histories,
                        ledger,
                        asOf,
                        vantage.lastRecorded(),
                        vantage.cutPoints(),
                        RecordedMetrics.of(ruleset))
                .of(connection, Map.of(customer.id(), customer))
                .get(0)
                .facts();
    }
}
