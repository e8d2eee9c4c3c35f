package dev.assay.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.fixture.Api;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service is killed while it loads documents; nothing is lost, doubled or half there. */
class KilledServiceIT {

    private static final int BATCHES = 6;
    private static final int DOCUMENTS_PER_BATCH = 4_000;
    private static final int BATCHES_BEFORE_THE_KILL = 3;

    @TempDir
    Path data;

    @Test
    void everyBatchIsWhollyThereOrAbsentAndSendingAgainEndsWithEachDocumentOnce() throws Exception {
        try (PackagedService service = PackagedService.start(data, Map.of())) {
            createLedger(service);
            for (int batch = 0; batch < BATCHES_BEFORE_THE_KILL; batch++) {
                assertThat(send(service, batch).getInt("accepted")).isEqualTo(DOCUMENTS_PER_BATCH);
            }
            killInTheMiddleOf(service, BATCHES_BEFORE_THE_KILL);
        }
        try (PackagedService service = PackagedService.start(data, Map.of())) {
            for (int batch = 0; batch < BATCHES; batch++) {
                int expected = batch < BATCHES_BEFORE_THE_KILL ? DOCUMENTS_PER_BATCH : 0;
                assertThat(invoices(service, batch)).as("batch %s", batch).isEqualTo(expected);
            }
            for (int batch = 0; batch < BATCHES; batch++) {
                JsonPath answer = send(service, batch);
                boolean wasThere = batch < BATCHES_BEFORE_THE_KILL;
                assertThat(answer.getInt("accepted")).isEqualTo(wasThere ? 0 : DOCUMENTS_PER_BATCH);
                assertThat(answer.getInt("unchanged")).isEqualTo(wasThere ? DOCUMENTS_PER_BATCH : 0);
            }
            for (int batch = 0; batch < BATCHES; batch++) {
                assertThat(invoices(service, batch)).as("batch %s", batch).isEqualTo(DOCUMENTS_PER_BATCH);
            }
        }
    }

    /** Kills the service when half of the batch has been sent and the rest is held back. */
    private static void killInTheMiddleOf(PackagedService service, int batch) throws Exception {
        String body = documents(batch);
        CountDownLatch halfSent = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        java.io.PipedInputStream pipe = new java.io.PipedInputStream(1 << 16);
        OutputStream sender = new java.io.PipedOutputStream(pipe);
        Thread writer = new Thread(() -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            try (sender) {
                sender.write(bytes, 0, bytes.length / 2);
                sender.flush();
                halfSent.countDown();
                killed.await();
                sender.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
            } catch (IOException | InterruptedException e) {
                // the other end is gone: that is what the test is about
                halfSent.countDown();
            }
        });
        writer.start();
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/ledgers/killed/documents"))
                .header("X-API-Key", Api.ERP_KEY)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> pipe))
                .build();
        CompletableFuture<HttpResponse<String>> answer =
                HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString());
        assertThat(halfSent.await(60, TimeUnit.SECONDS)).isTrue();
        service.kill();
        killed.countDown();
        writer.join();
        assertThat(answer).failsWithin(60, TimeUnit.SECONDS);
    }

    private static void createLedger(PackagedService service) {
        Api.admin()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"Killed\",\"baseCurrency\":\"CNY\",\"timeZone\":\"Asia/Shanghai\"}")
                .put(service.url() + "/api/v1/ledgers/killed")
                .then()
                .statusCode(201);
        for (int batch = 0; batch < BATCHES; batch++) {
            erp().body("{\"name\":\"Customer of batch " + batch + "\",\"type\":\"ENTERPRISE\"}")
                    .put(service.url() + "/api/v1/ledgers/killed/customers/B" + batch)
                    .then()
                    .statusCode(201);
        }
    }

    private static RequestSpecification erp() {
        return Api.erp().contentType(ContentType.JSON);
    }

    private static JsonPath send(PackagedService service, int batch) {
        return Api.erp()
                .contentType("application/x-ndjson")
                .body(documents(batch).getBytes(StandardCharsets.UTF_8))
                .post(service.url() + "/api/v1/ledgers/killed/documents")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** One customer a batch, so that its history counts the batch's documents. */
    private static int invoices(PackagedService service, int batch) {
        JsonPath history = Api.erp()
                .get(service.url() + "/api/v1/ledgers/killed/customers/B" + batch + "/history?asOf=2026-06-30")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        int invoices = history.getInt("invoices12m");
        assertThat(history.getDouble("openBalance")).isEqualTo(invoices * 10.0);
        return invoices;
    }

    private static String documents(int batch) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < DOCUMENTS_PER_BATCH; i++) {
            lines.append("""
                    {"id":"I%d-%d","kind":"INVOICE","customerCode":"B%d","date":"2026-05-01","dueDate":"2026-05-31",\
                    "amount":10.00,"currency":"CNY"}
                    """.formatted(batch, i, batch));
        }
        return lines.toString();
    }
}
