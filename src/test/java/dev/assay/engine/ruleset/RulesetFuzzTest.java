package dev.assay.engine.ruleset;

import static dev.assay.engine.fixture.CustomerBuilder.aCustomer;
import static dev.assay.engine.fixture.CustomerBuilder.anUnknownCustomer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.decision.Decision;
import dev.assay.engine.fixture.Canary;
import dev.assay.engine.fixture.RuleFileMutator;
import dev.assay.engine.fixture.Spreadsheet;
import dev.assay.engine.ruleset.Diagnostic.Severity;
import dev.assay.engine.ruleset.example.ExampleReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Thousands of spoilt copies of the shipped rules: each is told off or accepted in bounded time, with usable diagnostics, and nothing in
 * them runs. {@code -Dassay.fuzz.inputs=100000} tries more of them, {@code -Dassay.fuzz.seed=…} others.
 */
class RulesetFuzzTest {
    private static final int INPUTS = Integer.getInteger("assay.fuzz.inputs", 2_000);
    private static final int COMPILED_MAX = Integer.getInteger("assay.fuzz.compiled", 2);
    private static final long SEED = Long.getLong("assay.fuzz.seed", 20_260_630L);

    /** A checked input takes milliseconds; this only has to tell a hang from a busy machine. */
    private static final long BUDGET_SECONDS = 60;

    private final ExecutorService checker = Executors.newSingleThreadExecutor();

    @BeforeEach
    @AfterEach
    void noCanary() {
        System.clearProperty(Canary.MARK);
    }

    @AfterEach
    void stop() {
        checker.shutdownNow();
    }

    @Test
    void noSpoiltFileEscapesHangsOrRuns() throws Exception {
        Map<String, byte[]> shipped = shipped();
        List<RulesetFiles> accepted = new ArrayList<>();
        Map<String, Integer> codes = new HashMap<>();
        for (int i = 0; i < INPUTS; i++) {
            long seed = SEED + i;
            Map<String, byte[]> files = new RuleFileMutator(seed).spoilt(shipped);
            List<Diagnostic> diagnostics = withinBudget(seed, () -> check(files));
            diagnostics.forEach(diagnostic -> codes.merge(diagnostic.code(), 1, Integer::sum));
            assertThat(diagnostics).as("seed %s", seed).allSatisfy(RulesetFuzzTest::isUsable);
            if (accepted.size() < COMPILED_MAX && isNews(files, shipped, diagnostics)) {
                accepted.add(RulesetFiles.of(files));
            }
        }
        for (RulesetFiles files : accepted) {
            withinBudget(-1, () -> decide(files));
        }
        assertThat(System.getProperty(Canary.MARK)).isNull();
        assertThat(codes).as("the mutations reach many kinds of mistakes").hasSizeGreaterThan(30);
        assertThat(accepted).as("some spoilt files are still right").hasSize(COMPILED_MAX);
    }

    /** The shipped rules, their tables also as a spreadsheet, so that both formats are spoilt. */
    private static Map<String, byte[]> shipped() throws Exception {
        RulesetFiles files = RulesetFiles.read(Path.of("rules"));
        Map<String, byte[]> shipped = new TreeMap<>();
        for (String path : files.paths()) {
            if (path.endsWith("caps.drl.csv") || path.endsWith("terms.drl.csv")) {
                String csv = new String(files.bytes(path), StandardCharsets.UTF_8);
                shipped.put(path.replace(".csv", ".xlsx"), Spreadsheet.ofCsv(csv));
            } else if (!path.endsWith(".md")) {
                shipped.put(path, files.bytes(path));
            }
        }
        assertThat(new RulesetCompiler().check(RulesetFiles.of(shipped))).isEmpty();
        return shipped;
    }

    private static List<Diagnostic> check(Map<String, byte[]> content) {
        RulesetFiles files;
        try {
            files = RulesetFiles.of(content);
        } catch (RulesetException e) {
            return e.diagnostics();
        }
        List<Diagnostic> diagnostics = new ArrayList<>(new RulesetCompiler().check(files));
        try {
            ExampleReader.read(files);
        } catch (RulesetException e) {
            diagnostics.addAll(e.diagnostics());
        }
        return diagnostics;
    }

    private static List<Decision> decide(RulesetFiles files) throws RulesetException {
        try (CompiledRuleset ruleset = new RulesetCompiler().compile(files)) {
            List<Decision> decisions = ruleset.evaluate(
                    List.of(aCustomer().build(), anUnknownCustomer().build()));
            assertThat(decisions)
                    .allSatisfy(decision -> assertThat(ruleset.grades()).contains(decision.grade()));
            return decisions;
        }
    }

    private static boolean isNews(
            Map<String, byte[]> files, Map<String, byte[]> shipped, List<Diagnostic> diagnostics) {
        boolean right = diagnostics.stream().noneMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
        return right
                && shipped.entrySet().stream()
                        .anyMatch(file -> !file.getKey().startsWith("examples/")
                                && !java.util.Arrays.equals(file.getValue(), files.get(file.getKey())));
    }

    private static void isUsable(Diagnostic diagnostic) {
        assertThat(diagnostic.file()).isNotBlank();
        assertThat(diagnostic.line()).isPositive();
        assertThat(diagnostic.column()).isPositive();
        assertThat(diagnostic.length()).isPositive();
        assertThat(diagnostic.code()).matches("[A-Z][A-Z0-9_]+");
        assertThat(diagnostic.messageZh()).isNotBlank().doesNotContain("{0}", "org.drools", "Exception");
        assertThat(diagnostic.messageEn()).isNotBlank().doesNotContain("{0}", "org.drools", "Exception");
    }

    private <T> T withinBudget(long seed, java.util.concurrent.Callable<T> work) throws Exception {
        try {
            return checker.submit(work).get(BUDGET_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("seed " + seed + " is still being checked after " + BUDGET_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + seed + " got out of the checker", e.getCause());
        }
    }
}
