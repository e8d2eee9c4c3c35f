package dev.assay.classification;

import dev.assay.platform.problem.ProblemType;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The months of the decision log, each a partition of its tables: made before their first decision, dropped when they are no longer
 * kept. What stands for customers doesn't depend on them.
 */
@ApplicationScoped
public class DecisionMonths {

    private static final Logger LOG = Logger.getLogger(DecisionMonths.class);
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("yyyy_MM");
    /** The month that is being written and the one before it, which runs over midnight may still write. */
    private static final int UNTOUCHABLE_MONTHS = 2;

    @Inject
    DataSource database;

    @Inject
    Clock clock;

    /** Months that are kept beside the current one; 0 keeps all. */
    @ConfigProperty(name = "assay.decision-log.keep-months", defaultValue = "0")
    int keepMonths;

    private final Set<YearMonth> prepared = ConcurrentHashMap.newKeySet();

    /** A month of the log and its size on disk, indexes included. */
    public record Month(YearMonth month, long bytes) {}

    /** The partition of a month is there from here on. */
    void prepare(Instant decidedAt) {
        YearMonth month = YearMonth.from(decidedAt.atOffset(ZoneOffset.UTC));
        if (prepared.contains(month)) {
            return;
        }
        QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement add = connection.prepareStatement("select add_decision_month(?)")) {
                add.setObject(1, month.atDay(1));
                return add.execute();
            }
        });
        prepared.add(month);
    }

    /** Every month there is, the oldest first. */
    public List<Month> all() {
        // The catalogue's list of partitions.
        String sql = """
                select to_date(right(c.relname, 7), 'YYYY_MM'), pg_total_relation_size(c.oid)
                  from pg_inherits i
                  join pg_class c on c.oid = i.inhrelid
                 where i.inhparent = 'decision'::regclass
                 order by 1
                """;
        return QuarkusTransaction.requiringNew().call(() -> {
            List<Month> months = new ArrayList<>();
            try (Connection connection = database.getConnection();
                    PreparedStatement query = connection.prepareStatement(sql);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    months.add(new Month(YearMonth.from(row.getDate(1).toLocalDate()), row.getLong(2)));
                }
            }
            return months;
        });
    }

    /**
     * Drops a month of all ledgers, for good.
     *
     * @throws dev.assay.platform.problem.Problem NOT_FOUND, CONFLICT for a month that may still be written
     */
    public void drop(YearMonth month) {
        if (all().stream().noneMatch(known -> known.month().equals(month))) {
            throw ProblemType.NOT_FOUND.problem("The decision log has no month " + month + ".");
        }
        YearMonth now = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
        if (month.isAfter(now.minusMonths(UNTOUCHABLE_MONTHS))) {
            throw ProblemType.CONFLICT.problem(
                    "Month " + month + " may still be written; the latest that can be dropped is "
                            + now.minusMonths(UNTOUCHABLE_MONTHS) + ".");
        }
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                for (String table : List.of("decision", "evaluation")) {
                    statement.execute("drop table " + table + "_" + month.format(SUFFIX));
                }
            } catch (SQLException e) {
                throw new IllegalStateException("Month " + month + " could not be dropped", e);
            }
        });
        prepared.remove(month);
        LOG.infof("Month %s of the decision log is dropped", month);
    }

    /** Once a night: next month's partition, and the months that are no longer kept. */
    void nightly() {
        Instant now = clock.instant();
        prepare(now);
        prepare(now.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant());
        if (keepMonths > 0) {
            YearMonth oldest = YearMonth.from(now.atOffset(ZoneOffset.UTC))
                    .minusMonths(Math.max(keepMonths, UNTOUCHABLE_MONTHS - 1));
            all().stream()
                    .map(Month::month)
                    .filter(month -> month.isBefore(oldest))
                    .forEach(this::drop);
        }
    }
}
