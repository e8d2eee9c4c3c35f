package dev.assay.classification;

import dev.assay.platform.RecurringJob;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;

/** Looks after the months of the decision log every night, on one of the nodes. */
public class NightlyMonths implements Job {

    private static final String HALF_PAST_ONE = "0 30 1 * * ?";

    @Inject
    DecisionMonths months;

    @Override
    public void execute(JobExecutionContext context) {
        months.nightly();
    }

    /** Stores the job at the start. */
    @ApplicationScoped
    static class Store {

        @Inject
        Scheduler quartz;

        void start(@Observes @Priority(260) StartupEvent event) {
            RecurringJob.store(quartz, NightlyMonths.class, "decision-months", HALF_PAST_ONE);
        }
    }
}
