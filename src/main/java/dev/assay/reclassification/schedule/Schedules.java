package dev.assay.reclassification.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.audit.AuditLog;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.reclassification.Run;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;

/** The schedules of ledgers; what is stored and what Quartz fires change in one transaction. */
@ApplicationScoped
class Schedules {

    static final String LEDGER_ID = "ledger";
    static final String NAME = "name";

    private static final Logger LOG = Logger.getLogger(Schedules.class);

    @Inject
    LedgerTransaction transaction;

    @Inject
    Ledgers ledgers;

    @Inject
    Scheduler quartz;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** A ledger's time zone may have changed while no node ran; its triggers follow. */
    void start(@Observes @Priority(260) StartupEvent event) {
        for (Ledger ledger : ledgers.all()) {
            for (Schedule schedule : transaction.read(ledger, connection -> all(connection, ledger))) {
                transaction.run(ledger, connection -> trigger(ledger, schedule));
            }
        }
    }

    /** Stores a schedule; true if it is new. */
    boolean put(Ledger ledger, Schedule schedule, String changedBy) {
        return transaction.call(ledger, connection -> {
            Schedule before = find(connection, ledger, schedule.name()).orElse(null);
            try (PreparedStatement upsert = connection.prepareStatement("""
                    insert into reclassification_schedule (ledger_id, name, cron, mode, scope, filter, enabled, changed_by,
                           changed_at)
                    values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
                    on conflict (ledger_id, name) do update
                       set cron = excluded.cron, mode = excluded.mode, scope = excluded.scope, filter = excluded.filter,
                           enabled = excluded.enabled, changed_by = excluded.changed_by, changed_at = excluded.changed_at
                    """)) {
                upsert.setInt(1, ledger.id());
                upsert.setString(2, schedule.name());
                upsert.setString(3, schedule.cron());
                upsert.setString(4, schedule.mode().name());
                upsert.setString(5, schedule.scope().name());
                upsert.setString(6, write(schedule.filter()));
                upsert.setBoolean(7, schedule.enabled());
                upsert.setString(8, changedBy);
                upsert.setObject(9, clock.instant().atOffset(ZoneOffset.UTC));
                upsert.executeUpdate();
            }
            audit(connection, ledger, changedBy, schedule.name(), before, schedule);
            trigger(ledger, schedule);
            return before == null;
        });
    }

    /** Removes a schedule; false if there was none. */
    boolean delete(Ledger ledger, String name, String changedBy) {
        return transaction.call(ledger, connection -> {
            Optional<Schedule> before = find(connection, ledger, name);
            if (before.isEmpty()) {
                return false;
            }
            try (PreparedStatement delete = connection.prepareStatement(
                    "delete from reclassification_schedule where ledger_id = ? and name = ?")) {
                delete.setInt(1, ledger.id());
                delete.setString(2, name);
                delete.executeUpdate();
            }
            audit(connection, ledger, changedBy, name, before.get(), null);
            try {
                quartz.deleteJob(key(ledger, name));
            } catch (SchedulerException e) {
                throw new IllegalStateException("Schedule " + name + " could not be taken from Quartz", e);
            }
            return true;
        });
    }

    List<Schedule> all(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select * from reclassification_schedule where ledger_id = ? order by name")) {
            query.setInt(1, ledger.id());
            return read(query);
        }
    }

    Optional<Schedule> find(Connection connection, Ledger ledger, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select * from reclassification_schedule where ledger_id = ? and name = ?")) {
            query.setInt(1, ledger.id());
            query.setString(2, name);
            return read(query).stream().findFirst();
        }
    }

    private void trigger(Ledger ledger, Schedule schedule) {
        try {
            JobDetail job = JobBuilder.newJob(StartScheduledRun.class)
                    .withIdentity(key(ledger, schedule.name()))
                    .usingJobData(LEDGER_ID, String.valueOf(ledger.id()))
                    .usingJobData(NAME, schedule.name())
                    .build();
            CronTrigger trigger = TriggerBuilder.newTrigger()
                    .withIdentity(schedule.name(), group(ledger))
                    .withSchedule(CronScheduleBuilder.cronSchedule(schedule.cron())
                            .inTimeZone(TimeZone.getTimeZone(ledger.timeZone()))
                            .withMisfireHandlingInstructionFireAndProceed())
                    .build();
            CronTrigger known = (CronTrigger) quartz.getTrigger(trigger.getKey());
            if (!schedule.enabled()) {
                quartz.deleteJob(key(ledger, schedule.name()));
            } else if (known != null
                    && known.getCronExpression().equals(trigger.getCronExpression())
                    && known.getTimeZone().hasSameRules(trigger.getTimeZone())) {
                LOG.debugf("Schedule %s is known; set again it would forget the run it missed", schedule.name());
            } else if (trigger.getFireTimeAfter(Date.from(clock.instant())) == null) {
                LOG.warnf("Schedule %s of ledger %s never comes again", schedule.name(), ledger.code());
                quartz.deleteJob(key(ledger, schedule.name()));
            } else {
                quartz.scheduleJob(job, Set.of(trigger), true);
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("Schedule " + schedule.name() + " could not be given to Quartz", e);
        }
    }

    private static JobKey key(Ledger ledger, String name) {
        return new JobKey(name, group(ledger));
    }

    private static String group(Ledger ledger) {
        return "ledger " + ledger.id();
    }

    private void audit(
            Connection connection,
            Ledger ledger,
            String changedBy,
            String name,
            @Nullable Schedule before,
            @Nullable Schedule after)
            throws SQLException {
        AuditLog.record(
                connection,
                ledger.id(),
                clock.instant(),
                changedBy,
                new AuditLog.Change(
                        "reclassification schedule",
                        name,
                        before == null ? null : write(before),
                        after == null ? null : write(after)));
    }

    private List<Schedule> read(PreparedStatement query) throws SQLException {
        List<Schedule> schedules = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                schedules.add(new Schedule(
                        row.getString("name"),
                        row.getString("cron"),
                        Run.Mode.valueOf(row.getString("mode")),
                        Run.Scope.valueOf(row.getString("scope")),
                        json.readTree(row.getString("filter")),
                        row.getBoolean("enabled")));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was stored as JSON is JSON", e);
        }
        return schedules;
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A schedule is plain data", e);
        }
    }
}
