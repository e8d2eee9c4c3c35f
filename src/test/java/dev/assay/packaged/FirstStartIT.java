package dev.assay.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.fixture.Api;
import dev.assay.fixture.Samples;
import io.restassured.http.ContentType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer meets: the packaged service with its samples, and the same after a restart. */
class FirstStartIT {

    @TempDir
    Path data;

    @Test
    void samplesAreGradedAtTheFirstStartAndEveryDecisionReplaysTheSameAfterARestart() throws Exception {
        Map<String, String> withSamples = Map.of("ASSAY_SAMPLES", "true");
        String firstTable;
        try (PackagedService service = PackagedService.start(data, withSamples)) {
            firstTable = table(service);
            assertThat(firstTable).contains("Ledger ibm-receivables").contains("Ledger online-retail");
            Api.anonymous()
                    .get(service.url() + "/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("UP"));
            assertThat(Api.anonymous().get(service.url() + "/q/metrics").statusCode())
                    .isEqualTo(200);
        }
        try (PackagedService service = PackagedService.start(data, withSamples)) {
            assertThat(table(service)).isEqualTo(firstTable);
            int replayed = 0;
            for (String ledger : List.of("ibm-receivables", "online-retail")) {
                replayed += Samples.customers(service.url(), ledger).parallelStream()
                        .mapToInt(customer -> replayAll(service, ledger, customer))
                        .sum();
            }
            assertThat(replayed).isEqualTo(2 * 100 + 4_372);
        }
    }

    /** From the first ledger to the addresses: the part that must not depend on the start. */
    private static String table(PackagedService service) {
        String output = String.join("\n", service.output());
        return output.substring(output.indexOf("  Ledger "), output.indexOf("  Web "));
    }

    private static int replayAll(PackagedService service, String ledger, String customer) {
        JsonNode decisions = Samples.decisions(service.url(), ledger, customer);
        for (JsonNode decision : decisions) {
            JsonNode replay = Api.tree(Api.admin()
                    .contentType(ContentType.JSON)
                    .body("{}")
                    .post(service.url() + "/api/v1/ledgers/" + ledger + "/decisions/" + decision.get("id")
                            + "/replay"));
            assertThat(replay.get("result").textValue())
                    .as("%s %s: %s", ledger, customer, replay.get("differences"))
                    .isEqualTo("SAME");
        }
        return decisions.size();
    }
}
