package dev.assay.sample;

import dev.assay.classification.grades.GradeCount;
import dev.assay.classification.grades.GradeCounts;
import dev.assay.customer.batch.LoadCustomers;
import dev.assay.document.RecordDocuments;
import dev.assay.document.merge.BatchResult;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerRequest;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.reclassification.Run;
import dev.assay.reclassification.StartReclassification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Loads the sample ledgers through the same doors as everybody and grades them, once. */
@ApplicationScoped
public class SampleLedgers {

    private static final String SENDER = "sample";

    @Inject
    Ledgers ledgers;

    @Inject
    LoadCustomers loadCustomers;

    @Inject
    RecordDocuments recordDocuments;

    @Inject
    StartReclassification reclassification;

    @Inject
    GradeCounts gradeCounts;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Clock clock;

    /**
     * A ledger of real data.
     *
     * @param gradedAsOf dates it is graded at, in this order
     */
    record Sample(
            String code,
            String name,
            String currency,
            String zone,
            Supplier<SampleData> data,
            List<LocalDate> gradedAsOf) {}

    static final Sample IBM = new Sample(
            "ibm-receivables",
            "IBM Accounts Receivable sample",
            "USD",
            "America/New_York",
            SampleData::ibmReceivables,
            List.of(LocalDate.of(2012, 12, 31), LocalDate.of(2013, 12, 31)));

    static final Sample RETAIL = new Sample(
            "online-retail",
            "UCI Online Retail",
            "GBP",
            "Europe/London",
            SampleData::onlineRetail,
            List.of(LocalDate.of(2011, 12, 10)));

    /** Loads and grades both; the grades after the last date, by ledger code. */
    Map<String, List<GradeCount>> load() {
        Map<String, List<GradeCount>> grades = new LinkedHashMap<>();
        for (Sample sample : List.of(IBM, RETAIL)) {
            grades.put(sample.code(), load(sample));
        }
        return grades;
    }

    private List<GradeCount> load(Sample sample) {
        Ledger ledger = ledgers.find(sample.code()).orElseGet(() -> create(sample));
        if (isLoaded(ledger)) {
            return gradeCounts.of(ledger);
        }
        SampleData data = sample.data().get();
        complete(
                loadCustomers
                        .load(ledger, SampleData.stream(data.customers()), SENDER)
                        .rejected(),
                "customers",
                sample);
        BatchResult documents = recordDocuments.record(
                ledger, SampleData.stream(data.documents()), RecordDocuments.Format.NDJSON, false, SENDER);
        complete(documents.rejected(), "documents", sample);
        sample.gradedAsOf().forEach(asOf -> grade(ledger, asOf));
        markLoaded(ledger);
        return gradeCounts.of(ledger);
    }

    private void grade(Ledger ledger, LocalDate asOf) {
        try {
            reclassification.startAndWait(
                    ledger,
                    new StartReclassification.Request(asOf, null, Run.Mode.APPLY, Run.Scope.ALL, null, null, null),
                    SENDER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was interrupted while sample ledgers were graded", e);
        }
    }

    private Ledger create(Sample sample) {
        LedgerRequest request = new LedgerRequest(
                sample.name(), sample.currency(), sample.zone(), null, null, null, null, null, null, null, null);
        return ledgers.put(sample.code(), request, null, SENDER).ledger();
    }

    private boolean isLoaded(Ledger ledger) {
        return transaction.read(ledger, connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("select 1 from sample_ledger where ledger_id = ?")) {
                query.setInt(1, ledger.id());
                try (ResultSet row = query.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    private void markLoaded(Ledger ledger) {
        transaction.call(ledger, connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into sample_ledger (ledger_id, loaded_at) values (?, ?) on conflict do nothing")) {
                insert.setInt(1, ledger.id());
                insert.setObject(2, clock.instant().atOffset(ZoneOffset.UTC));
                return insert.executeUpdate();
            }
        });
    }

    private static void complete(long rejected, String what, Sample sample) {
        if (rejected > 0) {
            throw new IllegalStateException(rejected + " " + what + " of sample " + sample.code() + " were rejected");
        }
    }
}
