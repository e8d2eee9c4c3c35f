package dev.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load script at a small size, so that it doesn't rot. */
@ServiceTest
class LoadDocumentsTest {

    @Test
    void theGeneratedFeedIsAcceptedWholly(@TempDir Path folder) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        LoadDocuments load = new LoadDocuments(
                URI.create("http://127.0.0.1:" + RestAssured.port),
                "LOAD-" + Long.toString(System.nanoTime(), 36),
                Api.ERP_KEY,
                Api.ADMIN_PASSWORD,
                new PrintStream(printed, true, StandardCharsets.UTF_8));
        load.createBooks(20);
        DocumentFeed feed = new DocumentFeed(1, 20, 500, 50);
        for (int i = 0; i < 4; i++) {
            assertThat(load.sendNext(feed, folder.resolve("feed.ndjson"), 1_000))
                    .isPositive();
        }
        assertThat(feed.documents()).isEqualTo(4_000);
        assertThat(feed.allocations()).isPositive();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(4)
                .allMatch(line -> line.contains("\"rejected\":0"))
                .anyMatch(line -> !line.contains("\"corrected\":0"));
        load.printTimes();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("of the last 2: p50");
    }
}
