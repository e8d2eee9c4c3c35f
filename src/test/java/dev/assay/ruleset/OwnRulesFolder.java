package dev.assay.ruleset;

import dev.assay.engine.fixture.RulesetText;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A service with a rules folder that tests may edit: customers overdue for more than some days are on hold. */
public class OwnRulesFolder implements QuarkusTestProfile {

    static final Path FOLDER = Path.of("target/rules-under-test").toAbsolutePath();

    private static final String MANIFEST = """
            name: under-test
            phases: [score, grade, category, term, limit, hold]
            grades: [A, B, C]
            """;

    @Override
    public Map<String, String> getConfigOverrides() {
        write("ruleset.yaml", MANIFEST);
        write("grade/grade.drl", RulesetText.rule("GRADE", "", "$c.grade(\"B\");"));
        holdAbove(30);
        return Map.of("assay.rules-dir", FOLDER.toString());
    }

    static void holdAbove(int days) {
        write("hold/hold.drl", RulesetText.rule("HOLD", "oldestOverdueDays > " + days, "$c.hold();"));
        write("examples/hold.yaml", """
                cases:
                  - name: a day less is no reason yet
                    facts: { asOf: 2026-06-30, oldestOverdueDays: %d }
                    expect: { hold: false }
                """.formatted(days));
    }

    /** As an editor does it: the file is there in full, or as it was. */
    static void write(String path, String text) {
        Path file = FOLDER.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Path draft = Files.writeString(file.resolveSibling("." + file.getFileName()), text, StandardCharsets.UTF_8);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(String path) {
        try {
            Files.deleteIfExists(FOLDER.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
