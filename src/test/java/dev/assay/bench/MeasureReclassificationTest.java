package dev.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The benchmark of bulk runs at a small size, so that it doesn't rot. */
@ServiceTest
class MeasureReclassificationTest {

    private static final int CUSTOMERS = 300;

    @TestHTTPResource("/")
    URI service;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    DataSource database;

    @Test
    void runsAreMeasuredAgainstTheFloor() throws Exception {
        Ledger ledger = ledgers.require(ALedger.inCny().create());
        transaction.run(
                ledger,
                connection -> new GenerateLedger(
                                connection,
                                ledger.id(),
                                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                        .fill(CUSTOMERS, 2_000, GenerateLedger.LAST_DAY));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (BareRun floor = new BareRun(database::getConnection, ledger)) {
            MeasureReclassification measure = new MeasureReclassification(
                    service.resolve("/api/v1/ledgers/" + ledger.code()),
                    Api.ADMIN_PASSWORD,
                    floor,
                    new PrintStream(printed, true, StandardCharsets.UTF_8));
            assertThat(measure.measure(1)).isPositive();
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("300 customers", "times the floor", "after 3 customers changed");
    }
}
