package dev.assay.approval;

import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.RecurringJob;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;

/** Ends requests that nobody answered in time, every quarter of an hour, on one of the nodes. */
public class ExpireRequests implements Job {

    static final String NAME = "expire-requests";

    private static final Logger LOG = Logger.getLogger(ExpireRequests.class);
    private static final String QUARTERLY = "0 7/15 * * * ?";

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    ChangeRequests requests;

    @Inject
    StoredRequests stored;

    @Override
    public void execute(JobExecutionContext context) {
        ledgers.all().forEach(this::expire);
    }

    /** Each in a transaction of its own: one that can't be ended doesn't keep the others. */
    private void expire(Ledger ledger) {
        for (long id : transaction.read(ledger, connection -> stored.overdue(connection, ledger))) {
            try {
                transaction.run(ledger, connection -> requests.expire(connection, ledger, id));
            } catch (RuntimeException e) {
                LOG.warnf(e, "Request %d of ledger %s could not be ended", id, ledger.code());
            }
        }
    }

    /** Stores the job at the start. */
    @ApplicationScoped
    static class Store {

        @Inject
        Scheduler quartz;

        void start(@Observes @Priority(260) StartupEvent event) {
            RecurringJob.store(quartz, ExpireRequests.class, NAME, QUARTERLY);
        }
    }
}
