package dev.assay.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** Recomputes in plain Java, from the stored allocation rows, what every version's cache must say, and lists the differences. */
final class CacheRecount {
    private static final String INFINITY = "infinity";
    private static final String MINUS_INFINITY = "-infinity";

    private record Version(
            String id,
            long customerId,
            long key,
            int kind,
            String recordedAt,
            String supersededAt,
            BigDecimal amount,
            String currency,
            BigDecimal minorRate,
            String settledOn,
            String cache) {}

    private record Applied(
            long customerId,
            long targetKey,
            long sourceKey,
            String recordedAt,
            String supersededAt,
            String date,
            BigDecimal amount,
            BigDecimal baseAmount,
            String currency) {}

    private final List<Version> versions = new ArrayList<>();
    private final List<Applied> allocations = new ArrayList<>();

    static List<String> differences(Books books) {
        return books.sql(connection -> new CacheRecount(connection).differences());
    }

    private CacheRecount(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(
                    "select document_id, d.customer_id, d.key, d.kind, recorded_at::text, superseded_at::text, amount, currency, minor_rate, settled_on::text, settled || ' ' || paid_on || ' ' || alloc_from || ' ' || alloc_to from document d join document_key k on k.key = d.key")) {
                while (row.next()) {
                    versions.add(new Version(
                            row.getString(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getInt(4),
                            row.getString(5),
                            row.getString(6),
                            row.getBigDecimal(7),
                            row.getString(8),
                            row.getBigDecimal(9),
                            row.getString(10),
                            row.getString(11)));
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "select customer_id, target_key, source_key, recorded_at::text, superseded_at::text, alloc_date::text, amount, base_amount, currency from allocation")) {
                while (row.next()) {
                    allocations.add(new Applied(
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getBigDecimal(7),
                            row.getBigDecimal(8),
                            row.getString(9)));
                }
            }
        }
    }

    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (Version version : versions) {
            String expected = version.kind <= 2 ? ofTarget(version) : ofSource(version);
            if (!expected.equals(version.cache)) {
                differences.add(version.id + " of " + version.recordedAt + " stores " + version.cache
                        + ", its allocations say " + expected);
            }
        }
        return differences;
    }

    /** Text instants of one format and zone compare like instants; infinity sorts behind digits. */
    private static boolean seenJustBefore(Applied allocation, String end) {
        return allocation.recordedAt.compareTo(end) < 0 && allocation.supersededAt.compareTo(end) >= 0;
    }

    private String ofTarget(Version version) {
        List<Applied> ever = allocations.stream()
                .filter(a -> a.targetKey == version.key
                        && a.customerId == version.customerId // an id re-announced for another customer starts anew
                        && a.recordedAt.compareTo(version.supersededAt) < 0)
                .toList();
        List<String> dates = new ArrayList<>(ever.stream().map(Applied::date).toList());
        boolean shorthand = !version.settledOn.equals(INFINITY);
        if (shorthand) {
            dates.add(version.settledOn);
        }
        TreeMap<String, List<Applied>> byDate = new TreeMap<>();
        ever.stream()
                .filter(a -> seenJustBefore(a, version.supersededAt))
                .forEach(a ->
                        byDate.computeIfAbsent(a.date, d -> new ArrayList<>()).add(a));
        String paidOn = INFINITY;
        BigDecimal own = BigDecimal.ZERO;
        BigDecimal other = BigDecimal.ZERO;
        for (var day : byDate.entrySet()) {
            for (Applied a : day.getValue()) {
                own = own.add(a.currency.equals(version.currency) ? a.amount : BigDecimal.ZERO);
                other = other.add(a.currency.equals(version.currency) ? BigDecimal.ZERO : a.baseAmount);
            }
            if (paidOn.equals(INFINITY) && settled(own, other, version).compareTo(version.amount) >= 0) {
                paidOn = day.getKey();
            }
        }
        BigDecimal settled = settled(own, other, version).add(shorthand ? version.amount : BigDecimal.ZERO);
        if (version.amount.signum() == 0) {
            paidOn = INFINITY;
        } else if (shorthand && version.settledOn.compareTo(paidOn) < 0) {
            paidOn = version.settledOn;
        }
        return settled.toPlainString() + " " + paidOn + " " + (dates.isEmpty() ? INFINITY : Collections.min(dates))
                + " " + (dates.isEmpty() ? MINUS_INFINITY : Collections.max(dates));
    }

    private static BigDecimal settled(BigDecimal own, BigDecimal other, Version version) {
        return own.multiply(version.minorRate).setScale(0, RoundingMode.HALF_UP).add(other);
    }

    private String ofSource(Version version) {
        List<Applied> its = allocations.stream()
                .filter(a -> a.sourceKey == version.key && a.recordedAt.equals(version.recordedAt))
                .toList();
        BigDecimal own = its.stream().map(Applied::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        List<String> dates = its.stream().map(Applied::date).toList();
        return settled(own, BigDecimal.ZERO, version).toPlainString() + " " + INFINITY + " "
                + (dates.isEmpty() ? INFINITY : Collections.min(dates)) + " "
                + (dates.isEmpty() ? MINUS_INFINITY : Collections.max(dates));
    }
}
