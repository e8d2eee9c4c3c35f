package dev.assay.classification;

import static dev.assay.fixture.Books.invoice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.assay.classification.facts.AssembleFacts;
import dev.assay.classification.facts.AssembledFacts;
import dev.assay.classification.facts.RecordedMetrics;
import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.ServiceTest;
import dev.assay.history.PaymentHistories;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.ruleset.RulesetLease;
import dev.assay.ruleset.Rulesets;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ServiceTest
class DecisionMonthsTest {

    @Inject
    DecisionMonths months;

    @Inject
    DecisionLog log;

    @Inject
    PaymentHistories histories;

    @Inject
    Rulesets rulesets;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Clock clock;

    @Test
    void aMonthIsTakenAwayLineByLine() {
        Books books = Books.inCny().customer("K1").customer("K2");
        books.feed(invoice("I1", "K1", "2026-01-01", "2026-01-31", "10.00", null));
        books.post("customers/K1/evaluations", "{\"asOf\":\"2026-06-30\"}").statusCode(201);
        books.post("customers/K2/evaluations", "{\"asOf\":\"2026-06-30\"}").statusCode(201);
        String lines = Api.admin()
                .get(books.path("decision-log/" + thisMonth()))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(lines.lines())
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line).contains("\"reasons\":[{").contains("\"facts\":{\"customerCode\":\"K"));
        Api.admin()
                .get("/api/v1/decision-log")
                .then()
                .statusCode(200)
                .body("month", hasItem(thisMonth().toString()));
    }

    @Test
    void aDroppedMonthTakesItsDecisionsAndLeavesWhatStands() {
        YearMonth old = thisMonth().minusMonths(30);
        Books books = Books.inCny().customer("K1");
        books.feed(invoice("I1", "K1", "2026-01-01", "2026-01-31", "10.00", null));
        long id = decideAt(books, "K1", old.atDay(2).atStartOfDay().toInstant(ZoneOffset.UTC));
        books.get("decisions/" + id).statusCode(200);
        String grade = books.get("customers/K1/classification").extract().path("grade");
        Api.admin().delete("/api/v1/decision-log/" + old).then().statusCode(204);
        books.get("decisions/" + id).statusCode(404);
        books.get("customers/K1/classification")
                .statusCode(200)
                .body("grade", equalTo(grade))
                .body("reasons", hasSize(0));
        Api.admin().get("/api/v1/decision-log").then().body("month", not(hasItem(old.toString())));
        Api.admin().delete("/api/v1/decision-log/" + old).then().statusCode(404);
        books.post("customers/K1/evaluations", "{\"asOf\":\"2026-07-31\"}")
                .statusCode(201)
                .body("facts.previousGrade", equalTo(grade));
    }

    @Test
    void theMonthThatIsWrittenCannotBeDropped() {
        months.prepare(clock.instant());
        Api.admin().delete("/api/v1/decision-log/" + thisMonth()).then().statusCode(409);
        Api.admin().delete("/api/v1/decision-log/2026-13").then().statusCode(404);
        Api.erp().delete("/api/v1/decision-log/2020-01").then().statusCode(403);
    }

    private YearMonth thisMonth() {
        return YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    }

    /** An applied decision, made at another time. */
    private long decideAt(Books books, String code, Instant decidedAt) {
        Ledger ledger = ledgers.require(books.ledger());
        LocalDate asOf = LocalDate.of(2026, 6, 30);
        try (RulesetLease lease = rulesets.lease()) {
            return decideAt(ledger, code, asOf, decidedAt, lease.ruleset());
        }
    }

    private long decideAt(Ledger ledger, String code, LocalDate asOf, Instant decidedAt, CompiledRuleset ruleset) {
        return transaction.call(ledger, connection -> {
            Instant knownAt = PaymentHistories.lastRecorded(connection, ledger);
            Customer customer = Customers.load(connection, ledger, code).orElseThrow();
            DecisionLog.Evaluation evaluation = new DecisionLog.Evaluation(
                    ledger,
                    asOf,
                    knownAt,
                    decidedAt,
                    "test",
                    true,
                    ruleset.version(),
                    null,
                    RecordedMetrics.of(ruleset));
            List<AssembledFacts> assembled = new AssembleFacts(
                            histories, ledger, asOf, knownAt, null, evaluation.metrics())
                    .of(connection, Map.of(customer.id(), customer));
            return log.record(connection, evaluation, ClassifyCustomers.decide(ruleset, assembled))
                    .get(customer.id());
        });
    }
}
