package dev.assay.classification;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Set;
import org.quartz.CronScheduleBuilder;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;

/** Looks after the months of the decision log every night, on one of the nodes. */
public class NightlyMonths implements Job {

    private static final JobKey KEY = new JobKey("nightly", "decision months");
    private static final String HALF_PAST_ONE = "0 30 1 * * ?";

    @Inject
    DecisionMonths months;

    @Override
    public void execute(JobExecutionContext context) {
        months.nightly();
    }

    /** Stores the job at the start. Nodes that start at once replace each other's, instead of stumbling over it. */
    @ApplicationScoped
    static class Store {

        @Inject
        Scheduler quartz;

        void start(@Observes @Priority(260) StartupEvent event) {
            JobDetail job =
                    JobBuilder.newJob(NightlyMonths.class).withIdentity(KEY).build();
            Trigger trigger = TriggerBuilder.newTrigger()
                    .withIdentity(KEY.getName(), KEY.getGroup())
                    .withSchedule(CronScheduleBuilder.cronSchedule(HALF_PAST_ONE))
                    .build();
            QuarkusTransaction.requiringNew().call(() -> {
                quartz.scheduleJob(job, Set.of(trigger), true);
                return true;
            });
        }
    }
}
