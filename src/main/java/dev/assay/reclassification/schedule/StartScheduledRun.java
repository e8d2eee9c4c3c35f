package dev.assay.reclassification.schedule;

import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.Problem;
import dev.assay.reclassification.StartReclassification;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;

/** Begins the run of a schedule whose time has come. A run that can't begin, because another isn't finished, is left out and told. */
@DisallowConcurrentExecution
public class StartScheduledRun implements Job {

    private static final Logger LOG = Logger.getLogger(StartScheduledRun.class);

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Schedules schedules;

    @Inject
    StartReclassification start;

    @Override
    public void execute(JobExecutionContext context) {
        JobDataMap data = context.getMergedJobDataMap();
        Ledger ledger = ledgers.byId(data.getIntValue(Schedules.LEDGER_ID));
        String name = data.getString(Schedules.NAME);
        Optional<Schedule> schedule = transaction.read(ledger, connection -> schedules.find(connection, ledger, name));
        if (schedule.isEmpty() || !schedule.get().enabled()) {
            return;
        }
        Schedule due = schedule.get();
        try {
            long run = start.start(
                    ledger,
                    new StartReclassification.Request(null, null, due.mode(), due.scope(), null, due.filter(), null),
                    "schedule " + name);
            LOG.infof("Schedule %s of ledger %s began run %d", name, ledger.code(), run);
        } catch (Problem e) {
            LOG.warnf("Schedule %s of ledger %s began no run: %s", name, ledger.code(), e.getMessage());
        }
    }
}
