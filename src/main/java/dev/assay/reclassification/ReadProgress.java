package dev.assay.reclassification;

import dev.assay.reclassification.ReclassificationView.Progress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a run is: its checkpoints, and what its node last said of the chunks between them. */
@ApplicationScoped
class ReadProgress {

    private static final long MILLIS = 1_000;

    @Inject
    Clock clock;

    Progress of(Connection connection, Run run) throws SQLException {
        // Sums over at most one row for each chunk and pair of grades.
        String sql = """
                select greatest(
                         (select coalesce(sum(customers), 0) from reclassification_chunk where run_id = ?),
                         (select customers_done from reclassification_lease where run_id = ?)),
                       (select coalesce(sum(failed), 0) from reclassification_chunk where run_id = ?),
                       (select coalesce(sum(moved), 0) from reclassification_cell where run_id = ?)
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int parameter = 1; parameter <= 4; parameter++) {
                query.setLong(parameter, run.id());
            }
            try (ResultSet row = query.executeQuery()) {
                row.next();
                long done = row.getLong(1);
                Long rate = rate(run, done);
                return new Progress(done, row.getLong(3), row.getLong(2), rate, left(run, done, rate));
            }
        }
    }

    private @Nullable Long rate(Run run, long done) {
        Instant started = run.state() == Run.State.EVALUATING && run.prepared() != null
                ? run.prepared().decidedAt()
                : run.startedAt();
        if (started == null || done == 0) {
            return null;
        }
        Instant until = run.finishedAt() == null ? clock.instant() : run.finishedAt();
        return done * MILLIS / Math.max(1, Duration.between(started, until).toMillis());
    }

    private static @Nullable Long left(Run run, long done, @Nullable Long rate) {
        return run.state() != Run.State.EVALUATING || run.prepared() == null || rate == null || rate == 0
                ? null
                : (run.prepared().customers() - done) / rate;
    }
}
