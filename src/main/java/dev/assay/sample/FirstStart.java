package dev.assay.sample;

import dev.assay.classification.grades.GradeCount;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a person sees at the first start: the sample ledgers' grades and where to go on. */
@ApplicationScoped
class FirstStart {

    @ConfigProperty(name = "assay.samples")
    boolean samples;

    @ConfigProperty(name = "quarkus.http.host")
    String host;

    @ConfigProperty(name = "quarkus.http.port")
    int port;

    @Inject
    SampleLedgers sampleLedgers;

    void start(@Observes @Priority(300) StartupEvent event) {
        StringBuilder text = new StringBuilder("\n");
        if (samples) {
            sampleLedgers.load().forEach((ledger, grades) -> table(text, ledger, grades));
        }
        String url = "http://" + host + ":" + port;
        text.append("  Web         ").append(url).append("/\n");
        text.append("  API         ").append(url).append("/api/v1/ledgers\n");
        text.append("  Reference   ").append(url).append("/q/swagger-ui\n");
        text.append("  Health      ").append(url).append("/q/health\n");
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println(text);
    }

    private static void table(StringBuilder text, String ledger, List<GradeCount> grades) {
        text.append("  Ledger ").append(ledger).append('\n');
        text.append(String.format(
                "    %-6s %10s %12s %6s %18s%n", "grade", "customers", "provisional", "hold", "total limit"));
        long customers = 0;
        long provisional = 0;
        long held = 0;
        BigDecimal limit = BigDecimal.ZERO;
        for (GradeCount grade : grades) {
            line(text, grade.grade(), grade.customers(), grade.provisional(), grade.held(), grade.totalLimit());
            customers += grade.customers();
            provisional += grade.provisional();
            held += grade.held();
            limit = limit.add(grade.totalLimit());
        }
        line(text, "all", customers, provisional, held, limit);
        text.append('\n');
    }

    private static void line(
            StringBuilder text, String grade, long customers, long provisional, long held, BigDecimal limit) {
        text.append(String.format("    %-6s %,10d %,12d %,6d %,18.2f%n", grade, customers, provisional, held, limit));
    }
}
