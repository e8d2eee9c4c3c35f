package dev.assay.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.assay.audit.AuditLog;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fixture.RulesetText;
import dev.assay.engine.ruleset.AdmittedRuleset;
import dev.assay.engine.ruleset.CompiledRuleset;
import dev.assay.engine.ruleset.QuarantinedException;
import dev.assay.engine.ruleset.RuleCoverage;
import dev.assay.engine.ruleset.example.ExampleRun;
import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.ServiceTest;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules edited on disk while the service answers. */
@ServiceTest
@TestProfile(OwnRulesFolder.class)
class RulesetResourceTest {

    private static final int RELOADS = 20;
    private static final Duration NOTICED_WITHIN = Duration.ofMinutes(2);

    @Inject
    Rulesets rulesets;

    @Inject
    ReloadRuleset reloadRuleset;

    @Inject
    RulesetVersions versions;

    @Inject
    Activations activations;

    @Inject
    RulesFolder folder;

    @Inject
    Instance<StoredCustomers> storedCustomers;

    @Inject
    Clock clock;

    @Inject
    DataSource database;

    private String ledger;
    private String version;

    @BeforeEach
    void serveThirtyDays() {
        OwnRulesFolder.delete("hold/broken.drl");
        OwnRulesFolder.holdAbove(30);
        reload().statusCode(200);
        version = active().getString("active.version");
        ledger = ALedger.inCny().create();
    }

    @Test
    void whatServesIsTold() {
        get("").body("active.name", equalTo("under-test"))
                .body("active.rules", equalTo(2))
                .body("active.grades", equalTo(List.of("A", "B", "C")))
                .body("active.quarantined", equalTo(false))
                .body("active.warnings.code", hasItem("EMPTY_PHASE"))
                .body("lastReload.problems", equalTo(List.of()));
        assertThat(Instant.parse(active().getString("active.since"))).isBefore(clock.instant());
    }

    @Test
    void aChangedFolderIsNoticedWithoutBeingAsked() {
        OwnRulesFolder.holdAbove(31);
        Instant end = clock.instant().plus(NOTICED_WITHIN);
        while (active().getString("active.version").equals(version)) {
            assertThat(clock.instant()).as("the change is noticed").isBefore(end);
        }
        get("").body("active.activatedBy", equalTo("folder"));
        evaluate(31).body("hold", equalTo(false)).body("rulesetVersion", not(version));
    }

    @Test
    void aBadChangeLeavesTheLastGoodVersionServingAndIsTold() {
        OwnRulesFolder.write(
                "hold/broken.drl", "rule \"x\" @code(\"X\")\nwhen\n  $c : Customer( oldestOverdueDay > 3 )");
        reload().statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:assay:problem:ruleset-refused"))
                .body("errors.pointer", hasItem(startsWith("hold/broken.drl:3:")));
        get("").body("active.version", equalTo(version))
                .body("lastReload.outcome", equalTo("REFUSED"))
                .body("lastReload.version", not(equalTo(version)))
                .body("lastReload.problems.file", hasItem("hold/broken.drl"))
                .body("lastReload.problems.line", hasItem(3))
                .body("lastReload.problems[0].messageEn", not(equalTo("")))
                .body("lastReload.problems[0].messageZh", not(equalTo("")));
        health("UP", "has problems").body("checks.find { it.name == 'ruleset' }.data.version", equalTo(version));
        evaluate(31).body("hold", equalTo(true)).body("rulesetVersion", equalTo(version));

        OwnRulesFolder.delete("hold/broken.drl");
        reload().statusCode(200).body("lastReload.problems", equalTo(List.of()));
        health("UP", "serves");
    }

    @Test
    void anExampleThatFailsRefusesTheVersion() {
        OwnRulesFolder.write("hold/hold.drl", RulesetText.rule("HOLD", "oldestOverdueDays > 29", "$c.hold();"));
        reload().statusCode(422).body("errors.message", hasItem(startsWith("EXAMPLE_FAILED: ")));
        get("").body("active.version", equalTo(version));
    }

    @Test
    void aFolderThatIsGoneIsToldAndHarmless() {
        OwnRulesFolder.delete("ruleset.yaml");
        try {
            reload().statusCode(422).body("errors.message", hasItem(containsString("MISSING_MANIFEST")));
            evaluate(31).body("rulesetVersion", equalTo(version));
        } finally {
            new OwnRulesFolder().getConfigOverrides();
        }
        reload().statusCode(200).body("active.version", equalTo(version));
    }

    @Test
    void examplesAloneMakeNoNewVersionButAreRun() {
        OwnRulesFolder.write("examples/hold.yaml", """
                cases:
                  - name: a day more
                    facts: { asOf: 2026-06-30, oldestOverdueDays: 31 }
                    expect: { hold: true }
                """);
        reload().statusCode(200)
                .body("active.version", equalTo(version))
                .body("lastReload.outcome", equalTo("UNCHANGED"));
        get("/coverage").body("customers", equalTo(1)).body("neverFired", equalTo(List.of()));
    }

    @Test
    void coverageOverExamplesListsRulesThatNeverFired() {
        get("/coverage")
                .body("version", equalTo(version))
                .body("customers", equalTo(1))
                .body("rules.code", equalTo(List.of("GRADE", "HOLD")))
                .body("rules.fired", equalTo(List.of(1, 0)))
                .body("rules[1].file", equalTo("hold/hold.drl"))
                .body("neverFired", equalTo(List.of("HOLD")));
    }

    @Test
    void coverageOverALedgerCountsWhatStands() {
        Books books = new Books(ledger).customer("K1").customer("K2");
        books.feed(Books.invoice("I1", "K1", "2026-01-01", "2026-01-31", "1000.00", null));
        for (String customer : List.of("K1", "K2", "K2")) {
            books.post("customers/" + customer + "/evaluations", "{\"asOf\":\"2026-06-30\"}")
                    .statusCode(201);
        }
        Api.admin()
                .get(books.path("ruleset/coverage"))
                .then()
                .statusCode(200)
                .body("version", equalTo(version))
                .body("customers", equalTo(2))
                .body("rules.code", equalTo(List.of("GRADE", "HOLD")))
                .body("rules.fired", equalTo(List.of(2, 1)))
                .body("neverFired", equalTo(List.of()));
    }

    @Test
    void everyActivationIsRememberedAndAudited() throws Exception {
        OwnRulesFolder.holdAbove(45);
        reload().statusCode(200);
        String newer = active().getString("active.version");
        assertThat(newer).isNotEqualTo(version);
        assertThat(activations.latestOfEachVersion(2))
                .extracting(Activation::version)
                .containsExactly(newer, version);
        try (Connection connection = database.getConnection()) {
            List<AuditLog.Entry> audited = AuditLog.latest(
                    connection,
                    AuditLog.INSTALLATION,
                    new AuditLog.Search("ruleset", "under-test", null, null, null, null),
                    Long.MAX_VALUE,
                    1);
            assertThat(audited).singleElement().satisfies(entry -> {
                assertThat(entry.change().before()).contains(version);
                assertThat(entry.change().after()).contains(newer);
                assertThat(entry.changedBy()).isIn("admin", "folder");
            });
        }
    }

    @Test
    void aVersionInQuarantineIsReplacedByTheLastGoodOne() {
        CompiledRuleset endless = (CompiledRuleset) Proxy.newProxyInstance(
                RulesetResourceTest.class.getClassLoader(),
                new Class<?>[] {CompiledRuleset.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "version" -> "endless";
                    case "name" -> "endless";
                    case "isQuarantined" -> true;
                    case "grades", "warnings" -> List.of();
                    case "rules" -> Map.of();
                    case "close" -> null;
                    default -> throw new QuarantinedException("endless");
                });
        rulesets.activate(
                new AdmittedRuleset(endless, new ExampleRun(0, List.of(), new RuleCoverage(0, Map.of())), 0),
                new Activation("endless", clock.instant(), "test", "test"));
        reloadRuleset.replaceQuarantined();
        get("").body("active.version", equalTo(version))
                .body("active.activatedBy", equalTo("watchdog"))
                .body("lastReload.outcome", equalTo("QUARANTINED"))
                .body("lastReload.problems.code", equalTo(List.of("QUARANTINED")))
                .body("quarantinedVersions", hasItem("endless"));
        health("UP", "has problems");
        evaluate(31).body("rulesetVersion", equalTo(version));
    }

    @Test
    void withRulesFromTheDatabaseAStartDoesntLookIntoTheFolder() {
        OwnRulesFolder.holdAbove(77);
        Rulesets started = new Rulesets();
        ReloadRuleset start = restarted(started);
        start.source = ReloadRuleset.Source.DATABASE;

        start.start(new StartupEvent());

        assertThat(started.serving().orElseThrow().version())
                .isEqualTo(activations.last().orElseThrow().version());
        assertThat(start.last()).isNull();
        assertThat(start.followsFolder()).isFalse();
    }

    private ReloadRuleset restarted(Rulesets started) {
        started.versions = versions;
        ReloadRuleset start = new ReloadRuleset();
        start.rulesets = started;
        start.versions = versions;
        start.activations = activations;
        start.folder = folder;
        start.storedCustomers = storedCustomers;
        start.clock = clock;
        return start;
    }

    @Test
    void aStartWithABadFolderGoesOnWithTheVersionThatServedLast() {
        OwnRulesFolder.write("hold/broken.drl", "rule \"x\"");
        Rulesets started = new Rulesets();
        ReloadRuleset start = restarted(started);

        start.start(new StartupEvent());

        assertThat(started.serving()).get().satisfies(serving -> {
            assertThat(serving.version()).isEqualTo(version);
            assertThat(serving.activation().at())
                    .isEqualTo(activations.last().orElseThrow().at());
        });
        assertThat(start.last().outcome()).isEqualTo(ReloadAttempt.Outcome.REFUSED);
        assertThat(start.last().problems()).isNotEmpty();
    }

    @Test
    void storedCustomersAreReadBackFromTheirDecisions() {
        Books books = new Books(ledger).customer("K1");
        books.feed(Books.invoice("I1", "K1", "2026-01-01", "2026-01-31", "1000.00", null));
        books.post("customers/K1/evaluations", "{\"asOf\":\"2026-06-30\"}").statusCode(201);
        List<CustomerFacts> sample = storedCustomers.get().sample(500);
        assertThat(sample).anySatisfy(facts -> {
            assertThat(facts.customerCode()).isEqualTo("K1");
            assertThat(facts.history().oldestOverdueDays()).isEqualTo(150);
            assertThat(facts.history().openBalance()).isEqualByComparingTo("1000.00");
        });
    }

    /** Some threads ask all the time, over HTTP, while the rules change under them. */
    @Test
    void noRequestIsLostOrMixedWhileRulesAreReloaded() throws Exception {
        List<Served> served = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(3);
        List<Answer> answers = new ArrayList<>();
        try {
            served.add(new Served(clock.instant(), version, 30));
            List<Future<List<Answer>>> asking = new ArrayList<>();
            for (int client = 0; client < 3; client++) {
                asking.add(clients.submit((Callable<List<Answer>>) () -> ask(over)));
            }
            for (int reload = 1; reload <= RELOADS; reload++) {
                int days = reload % 2 == 0 ? 30 : 31;
                Instant before = clock.instant();
                OwnRulesFolder.holdAbove(days);
                String now = reload().statusCode(200).extract().path("active.version");
                served.add(new Served(before, now, days));
            }
            over.set(true);
            for (Future<List<Answer>> client : asking) {
                answers.addAll(client.get());
            }
        } finally {
            over.set(true);
            clients.shutdownNow();
        }
        assertThat(answers).hasSizeGreaterThan(RELOADS);
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(activeDuring(served, answer)).anySatisfy(version -> {
                assertThat(answer.version()).isEqualTo(version.version());
                assertThat(answer.hold()).isEqualTo(31 > version.holdAbove());
            });
        });
        assertThat(answers.stream().map(Answer::version).distinct()).hasSize(2);
    }

    /** From when on a version may have served; it ends when the next one is seen to serve. */
    private record Served(Instant from, String version, int holdAbove) {}

    private record Answer(Instant asked, Instant answered, int status, String version, boolean hold) {}

    private List<Answer> ask(AtomicBoolean over) {
        List<Answer> answers = new ArrayList<>();
        while (!over.get()) {
            Instant asked = clock.instant();
            var response = Api.erp()
                    .contentType(ContentType.JSON)
                    .body("{\"oldestOverdueDays\":31}")
                    .post("/api/v1/ledgers/" + ledger + "/evaluations");
            JsonPath body = response.jsonPath();
            answers.add(new Answer(
                    asked,
                    clock.instant(),
                    response.statusCode(),
                    String.valueOf(body.<Object>get("rulesetVersion")),
                    Boolean.TRUE.equals(body.get("hold"))));
        }
        return answers;
    }

    /** The watcher may be faster than the request to reload, so a version may serve from the edit on. */
    private static List<Served> activeDuring(List<Served> served, Answer answer) {
        List<Served> active = new ArrayList<>();
        for (int i = 0; i < served.size(); i++) {
            boolean begun = !served.get(i).from().isAfter(answer.answered());
            boolean ended = i + 2 < served.size() && served.get(i + 2).from().isBefore(answer.asked());
            if (begun && !ended) {
                active.add(served.get(i));
            }
        }
        return active;
    }

    private ValidatableResponse evaluate(int overdueDays) {
        return Api.erp()
                .contentType(ContentType.JSON)
                .body("{\"oldestOverdueDays\":" + overdueDays + "}")
                .post("/api/v1/ledgers/" + ledger + "/evaluations")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse reload() {
        return Api.admin().post("/api/v1/ruleset/reload").then();
    }

    private static ValidatableResponse get(String rest) {
        return Api.admin().get("/api/v1/ruleset" + rest).then().statusCode(200);
    }

    private static JsonPath active() {
        return get("").extract().jsonPath();
    }

    private static ValidatableResponse health(String status, String folder) {
        return Api.anonymous()
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'ruleset' }.status", equalTo(status))
                .body("checks.find { it.name == 'ruleset' }.data.folder", equalTo(folder));
    }
}
