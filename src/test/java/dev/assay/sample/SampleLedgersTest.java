package dev.assay.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.classification.grades.GradeCount;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.Runs;
import dev.assay.fixture.Samples;
import dev.assay.fixture.ServiceTest;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real data, graded: what comes out is held against files and figures that were worked out without this code. */
@ServiceTest
class SampleLedgersTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/ibm-receivables-2012-12-31.csv");
    private static final List<String> METRICS = List.of(
            "paidInvoices12m",
            "lateInvoices12m",
            "invoices12m",
            "lateDaysWeighted",
            "termsDaysSigned",
            "paymentIndex",
            "onTimeRatio",
            "oldestOverdueDays",
            "openBalance",
            "overdueAmount",
            "overdueRatio",
            "ageingCurrent",
            "ageing1To30",
            "ageing31To60",
            "ageing61To90",
            "ageing91Plus",
            "ageingDisputed",
            "netRevenue12m",
            "averageMonthlySales",
            "dso",
            "exposure",
            "tenureDays",
            "recencyDays",
            "frequency12m",
            "rfmRecency",
            "rfmFrequency",
            "rfmMonetary",
            "valueClass");

    private static final String IBM = "ibm-receivables";
    private static final String RETAIL = "online-retail";

    @Inject
    SampleLedgers samples;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    private Map<String, List<GradeCount>> grades;

    @BeforeEach
    void load() {
        grades = samples.load();
    }

    @Test
    void metricsAndGradesOfAllReceivablesCustomersStandInTheGoldenFile() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("customerCode,grade,score,provisional,category,limit,term," + String.join(",", METRICS));
        decisions2012().forEach((code, decision) -> lines.add(line(code, decision)));
        assertThat(lines).hasSize(101);
        String graded = String.join("\n", lines) + "\n";
        Files.writeString(Path.of("target").resolve(GOLDEN.getFileName()), graded);
        assertThat(graded).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void lateShareOfNextYearsInvoicesRisesFromGradeToGrade() throws IOException {
        Map<String, String> gradeByCustomer = decisions2012().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> e.getValue().get("grade").textValue()));
        Map<String, BigDecimal> invoiced = new TreeMap<>();
        Map<String, BigDecimal> late = new TreeMap<>();
        for (String[] row : receivables()) {
            if (row[4].endsWith("/2013")) {
                String grade = Objects.requireNonNull(gradeByCustomer.get(row[1]));
                BigDecimal amount = new BigDecimal(row[6]);
                invoiced.merge(grade, amount, BigDecimal::add);
                late.merge(grade, row[11].equals("0") ? BigDecimal.ZERO : amount, BigDecimal::add);
            }
        }
        List<Double> shares = invoiced.keySet().stream()
                .map(grade -> late.get(grade)
                        .divide(invoiced.get(grade), MathContext.DECIMAL64)
                        .doubleValue())
                .toList();
        assertThat(shares).hasSizeGreaterThanOrEqualTo(3).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void valueClassesOfOnlineRetailAreThoseWorkedOutFromTheFile() {
        Map<String, Long> classes = new TreeMap<>();
        List<String> customers = Samples.customers("", RETAIL);
        for (String code : customers) {
            JsonNode classification =
                    Api.tree(Api.erp().get("/api/v1/ledgers/" + RETAIL + "/customers/" + code + "/classification"));
            classes.merge(classification.get("valueClass").textValue(), 1L, Long::sum);
        }
        assertThat(customers).hasSize(4_372);
        assertThat(classes).isEqualTo(Map.of("A", 1_177L, "B", 1_456L, "C", 1_684L + 55L));
    }

    @Test
    void loadingAgainChangesNothing() {
        assertThat(samples.load()).isEqualTo(grades);
        assertThat(grades.get("ibm-receivables").stream()
                        .mapToLong(GradeCount::customers)
                        .sum())
                .isEqualTo(100);
    }

    @Test
    void aBulkRunDecidesAboutEveryCustomerOfBothLedgersAsSingleEvaluationsDo() {
        bulkEqualsSingles(IBM, "2012-12-31");
        bulkEqualsSingles(IBM, "2013-12-31");
        bulkEqualsSingles(RETAIL, "2011-12-10");
    }

    private void bulkEqualsSingles(String code, String asOf) {
        Books books = new Books(code);
        JsonNode run = Runs.finish(books, Runs.start(books, "{\"asOf\":\"" + asOf + "\"}"));
        assertThat(run.path("state").asText()).isEqualTo("DONE");
        List<Long> singles = Samples.customers("", code).parallelStream()
                .map(customer -> books.post(
                                "customers/" + customer + "/evaluations", "{\"asOf\":\"" + asOf + "\",\"apply\":false}")
                        .statusCode(201)
                        .extract()
                        .jsonPath()
                        .getLong("id"))
                .toList();
        String ofRun = "d.evaluation_id = (select evaluation_id from reclassification where id = "
                + run.path("id").asLong() + ")";
        List<String> bulk = decisions(code, ofRun);
        assertThat(bulk).hasSize(singles.size());
        assertThat(bulk)
                .isEqualTo(decisions(
                        code,
                        "d.id in (" + singles.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")"));
    }

    /** Everything that is kept of decisions, by customer, but for when they were made. */
    private List<String> decisions(String code, String which) {
        return transaction.read(ledgers.require(code), connection -> {
            List<String> decisions = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("""
                            select (to_jsonb(d) - '{id,evaluation_id,decided_at}'::text[])::text, e.ruleset_version,
                                   e.cut_points_id is not null, e.known_at
                              from decision d
                              join evaluation e on e.id = d.evaluation_id and e.decided_at = d.decided_at
                             where %s
                             order by d.customer_id""".formatted(which))) {
                while (row.next()) {
                    decisions.add(row.getString(1) + row.getString(2) + row.getString(3) + row.getString(4));
                }
            }
            return decisions;
        });
    }

    private static Map<String, JsonNode> decisions2012() {
        Map<String, JsonNode> decisions = new TreeMap<>();
        for (String code : Samples.customers("", IBM)) {
            for (JsonNode decision : Samples.decisions("", IBM, code)) {
                if (decision.get("asOf").textValue().equals("2012-12-31")) {
                    decisions.put(code, decision);
                }
            }
        }
        return decisions;
    }

    private static String line(String code, JsonNode decision) {
        JsonNode limit = decision.get("creditLimit");
        JsonNode term = decision.get("paymentTerm");
        return String.join(
                ",",
                code,
                shown(decision.get("grade")),
                shown(decision.get("score")),
                shown(decision.get("provisional")),
                shown(decision.get("category")),
                (shown(limit.get("type")) + " " + shown(limit.get("amount"))).strip(),
                (shown(term.get("type")) + " " + shown(term.get("creditPeriodDays"))).strip(),
                METRICS.stream()
                        .map(metric -> shown(decision.get("facts").get(metric)))
                        .collect(Collectors.joining(",")));
    }

    /** Six decimals are enough to compare and to read. */
    private static String shown(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        if (!value.isNumber()) {
            return value.asText();
        }
        BigDecimal rounded =
                value.decimalValue().setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.toPlainString();
    }

    private static List<String[]> receivables() throws IOException {
        try (InputStream packed =
                        SampleLedgersTest.class.getClassLoader().getResourceAsStream("samples/ibm-receivables.csv.gz");
                BufferedReader reader = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Objects.requireNonNull(packed)), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        }
    }
}
