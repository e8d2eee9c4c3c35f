package dev.assay.reclassification.due;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.classification.guarantee.AcceptedGuarantees;
import dev.assay.event.Outbox;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.RecurringJob;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;

/** What waits for people, once a day as an event of each ledger, on one of the nodes: for a mail or a chat that an integrator sends. */
public class NightlyDigest implements Job {

    static final String NAME = "digest";

    private static final String FIVE = "0 0 5 * * ?";
    private static final int SOON_DAYS = 7;
    private static final String TYPE = "dev.assay.digest";

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Outbox outbox;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    @Override
    public void execute(JobExecutionContext context) {
        ledgers.all().forEach(this::raise);
    }

    private void raise(Ledger ledger) {
        LocalDate today = LocalDate.now(clock.withZone(ledger.timeZone()));
        transaction.run(
                ledger,
                connection ->
                        outbox.append(connection, ledger, TYPE, today.toString(), digest(connection, ledger, today)));
    }

    private ObjectNode digest(Connection connection, Ledger ledger, LocalDate today) throws SQLException {
        // Each count by the index of what is open.
        try (PreparedStatement query = connection.prepareStatement("""
                select (select count(*) from classification where ledger_id = l.id and review_on <= ?) as "reviewsDue",
                       (select count(*) from override where ledger_id = l.id and approved_at is not null and ended_at is null
                           and expires_on between ? and ?) as "overridesExpiring",
                       (select count(*) from guarantee g where g.ledger_id = l.id and g.valid_until between ? and ? and %s) as "guaranteesExpiring",
                       (select count(*) from change_request where ledger_id = l.id and state = 'PENDING' and deadline > now())
                         as "changeRequests",
                       (select count(*) from ruleset_review where ledger_id = l.id and state = 'IN_REVIEW') as "versionsInReview",
                       (select count(*) from reclassification where ledger_id = l.id and state = 'WAITING') as "guardedRuns",
                       (select count(*) from credit_hold where ledger_id = l.id and released_at is null) as "holds",
                       (select count(*) from customer_note where ledger_id = l.id and follow_up <= ? and not done) as "followUps",
                       (select extract(epoch from now() - max(recorded_at))::bigint / 3600 from document_batch
                         where ledger_id = l.id) as "feedAgeHours"
                  from ledger l where l.id = ?
                """.formatted(AcceptedGuarantees.STANDS))) {
            LocalDate soon = today.plusDays(SOON_DAYS);
            List<Object> values = List.of(today, today, soon, today, soon, today, ledger.id());
            for (int i = 0; i < values.size(); i++) {
                query.setObject(i + 1, values.get(i));
            }
            ObjectNode digest = json.createObjectNode().put("date", today.toString());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    digest.put(row.getMetaData().getColumnLabel(i), (Long) row.getObject(i));
                }
            }
            return digest;
        }
    }

    /** Stores the job at the start. */
    @ApplicationScoped
    static class Store {

        @Inject
        Scheduler quartz;

        void start(@Observes @Priority(260) StartupEvent event) {
            RecurringJob.store(quartz, NightlyDigest.class, NAME, FIVE);
        }
    }
}
