package dev.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.ServiceTest;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The load program still fits the service. */
@ServiceTest
class EvaluateLoadTest {

    @TestHTTPResource("/")
    URI service;

    @Test
    void bothKindsOfEvaluationAreAskedForAndTimed() throws Exception {
        Books books = Books.inCny().customer("K1").customer("K2");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (EvaluateLoad load = new EvaluateLoad(
                service.resolve("/api/v1/ledgers/" + books.ledger()),
                Api.ERP_KEY,
                new PrintStream(printed, true, StandardCharsets.UTF_8))) {
            assertThat(load.stateless(20, 2, 0)).isPositive();
            EvaluateLoad.Pace pace = new EvaluateLoad.Pace(10, 1, 1);
            assertThat(load.stored(i -> "K" + (i + 1), 2, "2026-06-30", pace))
                    .hasSize(4)
                    .isSorted();
            assertThat(load.positions(i -> "K" + (i + 1), 2, pace)).isSorted();
            assertThat(load.checks(i -> "K" + (i + 1), 2, pace)).isSorted();
            assertThat(load.floor(pace)).isSorted();
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("facts in arrays of 20", "p99", "order checks at 10/s", "10 held");
    }
}
