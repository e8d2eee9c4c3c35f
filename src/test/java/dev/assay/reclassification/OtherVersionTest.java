package dev.assay.reclassification;

import static dev.assay.fixture.Books.invoice;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.Runs;
import dev.assay.fixture.ServiceTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Trying another version of the rules on a ledger, while the one before goes on serving. */
@ServiceTest
@TestProfile(OtherVersionTest.CopiedRules.class)
class OtherVersionTest {

    private static final Path FOLDER = Path.of("target/rules-to-try").toAbsolutePath();
    private static final Path BANDS = FOLDER.resolve("grade/bands.drl.csv");
    private static final int CUSTOMERS = 60;

    /** The shipped rules, in a folder that the test may edit. */
    public static class CopiedRules implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            Path shipped = Path.of("rules").toAbsolutePath();
            try (Stream<Path> files = Files.walk(shipped)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    // examples tell what the shipped bands give
                    if (!file.startsWith(shipped.resolve("examples"))) {
                        Path copy = FOLDER.resolve(shipped.relativize(file).toString());
                        Files.createDirectories(copy.getParent());
                        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of("assay.rules-dir", FOLDER.toString());
        }
    }

    /** One row of the expected matrix. */
    private static final class Sum {
        private long customers;
        private long moved;
        private BigDecimal before = BigDecimal.ZERO.setScale(2);
        private BigDecimal after = BigDecimal.ZERO.setScale(2);

        @Override
        public String toString() {
            return customers + " customers, " + moved + " moved, " + before.setScale(2) + " to " + after.setScale(2);
        }
    }

    @Test
    void theMatrixOfASimulationIsRightInEveryCell() throws IOException {
        Books books = Books.inCny();
        List<String> documents = new ArrayList<>();
        for (int i = 1; i <= CUSTOMERS; i++) {
            books.customer("K" + i);
            int months = 3 + i % 4 * 8;
            for (int month = 0; month < months; month++) {
                LocalDate date = LocalDate.of(2025, 10, 5).minusMonths(month);
                documents.add(invoice(
                        "I" + i + "-" + month,
                        "K" + i,
                        date.toString(),
                        date.plusDays(20).toString(),
                        (i * 1_000) + ".00",
                        date.plusDays(1 + i * 35L / CUSTOMERS).toString()));
            }
        }
        books.feed(documents.toArray(String[]::new));
        String shipped = reload();
        Runs.finish(books, Runs.start(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}"));
        List<JsonNode> before = classifications(books);

        String bands = Files.readString(BANDS);
        Files.writeString(
                BANDS,
                bands.replace("A,A,85,,A", "A,A,92,,A")
                        .replace("B,B,70,85,B", "B,B,78,92,B")
                        .replace("C,C,55,70,C", "C,C,55,78,C"));
        String stricter = reload();
        assertThat(stricter).isNotEqualTo(shipped);
        List<JsonNode> after = new ArrayList<>();
        for (int i = 1; i <= CUSTOMERS; i++) {
            after.add(
                    Api.body(books.post("customers/K" + i + "/evaluations", "{\"asOf\":\"2026-01-01\",\"apply\":false}")
                            .statusCode(201)));
        }
        Files.writeString(BANDS, bands);
        assertThat(reload()).isEqualTo(shipped);

        long id = Runs.start(books, "{\"asOf\":\"2026-01-01\",\"rulesetVersion\":\"" + stricter + "\"}");
        assertThat(Runs.finish(books, id).path("rulesetVersion").asText()).isEqualTo(stricter);
        Map<String, String> expected = new TreeMap<>();
        expectedCells(before, after).forEach((cell, sum) -> expected.put(cell, sum.toString()));
        assertThat(expected).hasSizeGreaterThan(3);
        Map<String, String> actual = new TreeMap<>();
        for (JsonNode cell : Api.tree(Api.admin().get(books.path("reclassifications/" + id + "/migration")))
                .path("cells")) {
            actual.put(
                    cell.path("from").asText() + " to " + cell.path("to").asText(),
                    cell.path("customers") + " customers, " + cell.path("moved") + " moved, "
                            + cell.path("limitBefore").decimalValue().setScale(2) + " to "
                            + cell.path("limitAfter").decimalValue().setScale(2));
        }
        assertThat(actual).isEqualTo(expected);
        assertThat(classifications(books)).isEqualTo(before);
        eachRuleIsNamedWithWhatItChanges(books, id);
    }

    /** As the list of who moves says, customer by customer. */
    private static void eachRuleIsNamedWithWhatItChanges(Books books, long id) {
        String changes = books.path("reclassifications/" + id + "/changes");
        Map<String, int[]> expected = new TreeMap<>();
        Map<String, BigDecimal> limits = new TreeMap<>();
        JsonNode moved =
                Api.tree(Api.admin().get(changes + "?moved=true&limit=500")).path("items");
        for (JsonNode change : moved) {
            List<String> gained = change.path("reasons").path("gained").findValuesAsText("code");
            List<String> lost = change.path("reasons").path("lost").findValuesAsText("code");
            boolean otherGrade = !change.at("/before/grade")
                    .asText()
                    .equals(change.at("/after/grade").asText());
            Stream.concat(gained.stream(), lost.stream()).distinct().forEach(code -> {
                int[] counts = expected.computeIfAbsent(code, key -> new int[4]);
                counts[gained.contains(code) ? lost.contains(code) ? 2 : 0 : 1]++;
                counts[3] += otherGrade ? 1 : 0;
                limits.merge(code, change.path("limitChange").decimalValue(), BigDecimal::add);
            });
        }
        JsonNode effects = Api.tree(Api.admin().get(changes + "/rules"));
        assertThat(effects.path("customers").asInt()).isEqualTo(moved.size()).isPositive();
        assertThat(effects.path("complete").asBoolean()).isTrue();
        assertThat(effects.path("rules")).hasSameSizeAs(expected.keySet());
        for (JsonNode rule : effects.path("rules")) {
            String code = rule.path("code").asText();
            assertThat(List.of("gained", "lost", "changed", "otherGrade"))
                    .as(code)
                    .extracting(name -> rule.path(name).asInt())
                    .containsExactlyElementsOf(
                            Arrays.stream(expected.get(code)).boxed().toList());
            assertThat(rule.path("limitChange").decimalValue()).as(code).isEqualByComparingTo(limits.get(code));
        }
        assertThat(effects.path("rules").findValuesAsText("phase")).contains("grade");
        assertThat(effects.path("rules").findValues("lost")).anyMatch(lost -> lost.asInt() > 0);
    }

    private static Map<String, Sum> expectedCells(List<JsonNode> before, List<JsonNode> after) {
        Map<String, Sum> cells = new TreeMap<>();
        for (int i = 0; i < before.size(); i++) {
            JsonNode was = before.get(i);
            JsonNode becomes = after.get(i);
            Sum sum = cells.computeIfAbsent(
                    was.path("grade").asText() + " to " + becomes.path("grade").asText(), key -> new Sum());
            BigDecimal limitBefore = usable(was, BigDecimal.ZERO);
            BigDecimal limitAfter = usable(becomes, limitBefore);
            sum.customers++;
            sum.before = sum.before.add(limitBefore);
            sum.after = sum.after.add(limitAfter);
            boolean same = Stream.of("grade", "category", "paymentTerm", "hold")
                            .allMatch(field -> was.path(field).equals(becomes.path(field)))
                    && limitBefore.compareTo(limitAfter) == 0;
            sum.moved += same ? 0 : 1;
        }
        return cells;
    }

    /** What may be used: a rise that is pending leaves what was granted before. */
    private static BigDecimal usable(JsonNode decision, BigDecimal before) {
        JsonNode limit = decision.path("creditLimit");
        if (limit.path("status").asText().equals("PENDING")) {
            return before;
        }
        return limit.path("amount").isNumber() ? limit.path("amount").decimalValue() : BigDecimal.ZERO;
    }

    private static List<JsonNode> classifications(Books books) {
        List<JsonNode> standing = new ArrayList<>();
        for (int i = 1; i <= CUSTOMERS; i++) {
            standing.add(Api.tree(Api.erp().get(books.path("customers/K" + i + "/classification"))));
        }
        return standing;
    }

    private static String reload() {
        return Api.admin()
                .contentType(ContentType.JSON)
                .post("/api/v1/ruleset/reload")
                .then()
                .statusCode(200)
                .extract()
                .path("active.version");
    }
}
