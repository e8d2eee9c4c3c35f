package dev.assay.credit.position;

import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a ledger manages credit.
 *
 * @param staleAfterHours age of the last feed from which positions can't be relied on
 * @param groupLimit whether a parent and its children share the parent's limit
 * @param reservationHours how long a reservation holds without being confirmed
 * @param dunningDays days overdue from which levels 1, 2, 3, 4 hold, growing
 * @param releaseDays how long an order that a person released passes its checks
 * @param releaseAbove order amount above which two people must release it, in base currency; null: one always may
 */
public record CreditPolicy(
        int staleAfterHours,
        GroupLimit groupLimit,
        int reservationHours,
        List<Integer> dunningDays,
        int releaseDays,
        @Nullable BigDecimal releaseAbove) {

    private static final int LEVELS = 4;
    private static final int HOURS_MAX = 8760;
    private static final int DAYS_MAX = 3650;

    /** What a ledger that set nothing has: a missing setting never lets an order pass. */
    public static final CreditPolicy DEFAULT =
            new CreditPolicy(48, GroupLimit.OWN, 168, List.of(1, 15, 30, 60), 7, null);

    /** Whose limit counts for the customers of a group. */
    public enum GroupLimit {
        OWN,
        SHARED
    }

    /** 0..4, by the days of the oldest material overdue item. */
    public int dunningLevel(@Nullable Integer oldestOverdueDays) {
        int level = 0;
        while (oldestOverdueDays != null && level < LEVELS && oldestOverdueDays >= dunningDays.get(level)) {
            level++;
        }
        return level;
    }

    /** @throws dev.assay.platform.problem.Problem INVALID_CONTENT naming every field at fault */
    void check() {
        List<FieldError> errors = new ArrayList<>();
        within(staleAfterHours, HOURS_MAX, "/staleAfterHours", errors);
        within(reservationHours, HOURS_MAX, "/reservationHours", errors);
        within(releaseDays, DAYS_MAX, "/releaseDays", errors);
        if (groupLimit == null) {
            errors.add(new FieldError("/groupLimit", "is missing; use OWN or SHARED"));
        }
        boolean steps = dunningDays != null && dunningDays.size() == LEVELS;
        for (int i = 0; steps && i < LEVELS; i++) {
            steps = dunningDays.get(i) != null && dunningDays.get(i) > (i == 0 ? 0 : dunningDays.get(i - 1));
        }
        if (!steps) {
            errors.add(new FieldError(
                    "/dunningDays", "give " + LEVELS + " numbers of days from 1, each larger than the one before"));
        }
        if (releaseAbove != null && releaseAbove.signum() < 0) {
            errors.add(new FieldError("/releaseAbove", releaseAbove + " is negative"));
        }
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_CONTENT.problem("The policy can't be like this.", errors);
        }
    }

    private static void within(int value, int max, String pointer, List<FieldError> errors) {
        if (value < 1 || value > max) {
            errors.add(new FieldError(pointer, value + " is not within 1 and " + max));
        }
    }

    /** The ledger's policy. */
    public static CreditPolicy of(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select * from credit_policy where ledger_id = ?")) {
            query.setInt(1, ledger.id());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? read(row, ledger) : DEFAULT;
            }
        }
    }

    private static CreditPolicy read(ResultSet row, Ledger ledger) throws SQLException {
        return new CreditPolicy(
                row.getInt("stale_after_hours"),
                GroupLimit.valueOf(row.getString("group_limit")),
                row.getInt("reservation_hours"),
                List.of((Integer[]) row.getArray("dunning_days").getArray()),
                row.getInt("release_days"),
                row.getObject("release_above") == null
                        ? null
                        : BigDecimal.valueOf(row.getLong("release_above"), ledger.baseScale()));
    }

    void store(Connection connection, Ledger ledger) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                insert into credit_policy (ledger_id, stale_after_hours, group_limit, reservation_hours, dunning_days, release_days,
                  release_above)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (ledger_id) do update set stale_after_hours = excluded.stale_after_hours,
                  group_limit = excluded.group_limit, reservation_hours = excluded.reservation_hours,
                  dunning_days = excluded.dunning_days, release_days = excluded.release_days,
                  release_above = excluded.release_above
                """)) {
            upsert.setInt(1, ledger.id());
            upsert.setInt(2, staleAfterHours);
            upsert.setString(3, groupLimit.name());
            upsert.setInt(4, reservationHours);
            upsert.setArray(5, connection.createArrayOf("int", dunningDays.toArray()));
            upsert.setInt(6, releaseDays);
            upsert.setObject(
                    7,
                    releaseAbove == null
                            ? null
                            : (Long) releaseAbove
                                    .movePointRight(ledger.baseScale())
                                    .setScale(0, java.math.RoundingMode.DOWN)
                                    .longValueExact(),
                    java.sql.Types.BIGINT);
            upsert.executeUpdate();
        }
    }
}
