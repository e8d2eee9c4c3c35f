package dev.assay.reclassification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.Runs;
import dev.assay.fixture.ServiceTest;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs that are cancelled at all kinds of moments. */
@ServiceTest
class CancelledRunTest {

    private static final int CUSTOMERS = 3_000;
    private static final int ATTEMPTS = 12;
    private static final int STEP_MS = 60;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Test
    void whenARunIsCancelledEverythingIsOldOrEverythingIsNew() throws Exception {
        Books books = Books.inCny();
        StringBuilder customers = new StringBuilder();
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.append("{\"code\":\"K%d\",\"name\":\"Customer %d\"}%n".formatted(i, i));
        }
        Api.erp()
                .contentType("application/x-ndjson")
                .body(customers.toString().getBytes(StandardCharsets.UTF_8))
                .post(books.path("customers/batch"))
                .then()
                .statusCode(200);
        List<String> ends = new ArrayList<>();
        for (int attempt = 0; attempt < ATTEMPTS && !ends.contains("DONE"); attempt++) {
            long id = Runs.start(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}");
            TimeUnit.MILLISECONDS.sleep((long) attempt * STEP_MS);
            Api.admin().contentType(ContentType.JSON).post(books.path("reclassifications/" + id + "/cancel"));
            long asked = System.nanoTime();
            JsonNode run = Runs.finish(books, id);
            assertThat(System.nanoTime() - asked).as("time to stop").isLessThan(TimeUnit.SECONDS.toNanos(10));
            String end = run.path("state").asText();
            ends.add(end);
            assertThat(standing(books)).as(end).isEqualTo(end.equals("DONE") ? CUSTOMERS : 0);
        }
        assertThat(ends).contains("CANCELLED");
        Runs.finish(books, Runs.start(books, "{\"asOf\":\"2025-12-31\",\"mode\":\"APPLY\"}"));
        assertThat(standing(books)).isEqualTo(CUSTOMERS);
    }

    private int standing(Books books) {
        return transaction.read(ledgers.require(books.ledger()), connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select count(*) from classification")) {
                row.next();
                return row.getInt(1);
            }
        });
    }
}
