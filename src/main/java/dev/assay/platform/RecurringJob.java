package dev.assay.platform;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.Set;
import org.quartz.CronScheduleBuilder;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;

/** Work of the installation that comes again and again, each time on one of the nodes. */
public final class RecurringJob {

    private static final String GROUP = "recurring";

    private RecurringJob() {}

    /** What a job is called in the scheduler. */
    public static JobKey key(String name) {
        return new JobKey(name, GROUP);
    }

    /**
     * Stores the job, to be called at the start. Nodes that start at once replace each other's, instead of stumbling over it.
     *
     * @param cron as Quartz writes it, in the installation's time zone
     */
    public static void store(Scheduler quartz, Class<? extends Job> job, String name, String cron) {
        var trigger = TriggerBuilder.newTrigger()
                .withIdentity(name, GROUP)
                .withSchedule(CronScheduleBuilder.cronSchedule(cron))
                .build();
        QuarkusTransaction.requiringNew().call(() -> {
            quartz.scheduleJob(JobBuilder.newJob(job).withIdentity(key(name)).build(), Set.of(trigger), true);
            return true;
        });
    }
}
