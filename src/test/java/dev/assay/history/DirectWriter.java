package dev.assay.history;

import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Writes random books straight into the tables, by the law of their caches; an intake of its own, in plain Java. */
final class DirectWriter {

    private static final String INFINITY = "infinity";
    private static final String NEVER = "-infinity";

    private final Connection connection;
    private final Ledger ledger;
    private final int baseScale;
    private final Map<String, Row> current = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Applied> applied = new ArrayList<>();
    private final Map<String, List<Applied>> byTarget = new HashMap<>();

    /** One version of a document, with the cache of what others apply to it. */
    private static final class Row {
        Doc doc;
        Instant recordedAt;
        Instant supersededAt;
        Instant settledAt;
        BigDecimal settled = BigDecimal.ZERO;
        LocalDate paidOn;
        LocalDate from;
        LocalDate to;
    }

    /** One version of an allocation. */
    private static final class Applied {
        Doc source;
        Doc.Part part;
        Instant recordedAt;
        Instant supersededAt;
    }

    DirectWriter(Connection connection, Ledger ledger) {
        this.connection = connection;
        this.ledger = ledger;
        this.baseScale = ledger.baseScale();
    }

    /** @param order shuffles the rows before they are written */
    void write(Books books, Random order) throws SQLException {
        books.batches().forEach(this::record);
        Map<String, Long> customers = customers(books.customers());
        Map<String, Long> keys = keys(customers);
        Collections.shuffle(rows, order);
        Collections.shuffle(applied, order);
        writeDocuments(customers, keys);
        writeAllocations(customers, keys);
        for (Books.Batch batch : books.batches()) {
            run(
                    "insert into document_batch (ledger_id, recorded_at, accepted, unchanged, corrected, rejected, sent_by)"
                            + " values (?, ?, 1, 0, 0, 0, 'test')",
                    ledger.id(),
                    at(batch.recordedAt()));
            run(
                    "insert into ledger_clock (ledger_id, recorded_at) values (?, ?)"
                            + " on conflict (ledger_id) do update set recorded_at = excluded.recorded_at",
                    ledger.id(),
                    at(batch.recordedAt()));
        }
    }

    private void record(Books.Batch batch) {
        Set<String> touched = new HashSet<>();
        for (Doc doc : batch.docs()) {
            Row old = current.get(doc.id());
            if (old != null) {
                old.supersededAt = batch.recordedAt();
                for (Applied a : applied) {
                    if (a.source.id().equals(doc.id()) && a.supersededAt == null) {
                        a.supersededAt = batch.recordedAt();
                        touched.add(a.part.target());
                    }
                }
            }
            Row row = new Row();
            row.doc = doc;
            row.recordedAt = batch.recordedAt();
            current.put(doc.id(), row);
            rows.add(row);
            touched.add(doc.id());
            for (Doc.Part part : doc.applied()) {
                Applied a = new Applied();
                a.source = doc;
                a.part = part;
                a.recordedAt = batch.recordedAt();
                applied.add(a);
                byTarget.computeIfAbsent(part.target(), t -> new ArrayList<>()).add(a);
                touched.add(part.target());
            }
        }
        touched.forEach(id -> refresh(id, batch.recordedAt()));
    }

    private void refresh(String id, Instant recordedAt) {
        Row row = current.get(id);
        if (row == null) {
            return;
        }
        switch (row.doc.kind()) {
            case PAYMENT, CREDIT_NOTE -> refreshSource(row);
            default -> refreshTarget(row, recordedAt);
        }
    }

    private void refreshSource(Row row) {
        BigDecimal used = row.doc.parts().stream().map(Doc.Part::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        row.settled = row.doc.inBase(used, baseScale);
        row.doc.parts().forEach(part -> widen(row, part.date()));
    }

    private void refreshTarget(Row row, Instant recordedAt) {
        List<Applied> ever = byTarget.getOrDefault(row.doc.id(), List.of());
        row.settled = settled(row.doc, ever, LocalDate.MAX);
        TreeSet<LocalDate> days = new TreeSet<>();
        for (Applied a : ever) {
            widen(row, a.part.date());
            days.add(a.part.date());
        }
        if (row.doc.settledOn() != null) {
            widen(row, row.doc.settledOn());
            days.add(row.doc.settledOn());
        }
        row.paidOn = days.stream()
                .filter(day -> settled(row.doc, ever, day).compareTo(row.doc.base(baseScale)) >= 0)
                .findFirst()
                .orElse(null);
        row.settledAt = ever.isEmpty() ? null : recordedAt;
    }

    private BigDecimal settled(Doc target, List<Applied> ever, LocalDate day) {
        BigDecimal own = BigDecimal.ZERO;
        BigDecimal other = BigDecimal.ZERO;
        for (Applied a : ever) {
            if (a.supersededAt == null && !a.part.date().isAfter(day)) {
                if (a.source.currency().equals(target.currency())) {
                    own = own.add(a.part.amount());
                } else {
                    other = other.add(a.source.inBase(a.part.amount(), baseScale));
                }
            }
        }
        boolean shorthand = target.settledOn() != null && !target.settledOn().isAfter(day);
        return target.inBase(own, baseScale).add(other).add(shorthand ? target.base(baseScale) : BigDecimal.ZERO);
    }

    private static void widen(Row row, LocalDate day) {
        row.from = row.from == null || day.isBefore(row.from) ? day : row.from;
        row.to = row.to == null || day.isAfter(row.to) ? day : row.to;
    }

    private Map<String, Long> customers(List<String> codes) throws SQLException {
        return numbered("""
                insert into customer (ledger_id, code, name, created_at, updated_at)
                select ?, code, code, now(), now() from unnest(?) code returning code, id""", ledger.id(), connection.createArrayOf("text", codes.toArray()));
    }

    private Map<String, Long> keys(Map<String, Long> customers) throws SQLException {
        Map<String, Long> owners = new LinkedHashMap<>();
        rows.forEach(row -> owners.put(row.doc.id(), customers.get(row.doc.customer())));
        applied.forEach(a -> owners.putIfAbsent(a.part.target(), customers.get(a.source.customer())));
        return numbered(
                """
                insert into document_key (ledger_id, document_id, customer_id, kind)
                select ?, id, customer, 2 from unnest(?, ?) d (id, customer) returning document_id, key""",
                ledger.id(),
                connection.createArrayOf("text", owners.keySet().toArray()),
                connection.createArrayOf("bigint", owners.values().toArray()));
    }

    private Map<String, Long> numbered(String sql, Object... values) throws SQLException {
        Map<String, Long> numbers = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    numbers.put(result.getString(1), result.getLong(2));
                }
            }
        }
        return numbers;
    }

    private void writeDocuments(Map<String, Long> customers, Map<String, Long> keys) throws SQLException {
        String sql = """
                insert into document (customer_id, key, recorded_at, superseded_at, settled_at, amount, settled, doc_date,
                  due_date, paid_on, alloc_from, alloc_to, delivery_date, settled_on, ledger_id, kind, disputed, prepaid,
                  currency, currency_amount, order_key, batch_id, minor_rate)
                values (?, ?, ?::timestamptz, ?::timestamptz, ?::timestamptz, ?, ?, ?::date, ?::date, ?::date, ?::date, ?::date,
                  ?::date, ?::date, ?, ?, ?, ?, ?, ?, ?, 1, ?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Row row : rows) {
                Doc doc = row.doc;
                bind(
                        statement,
                        customers.get(doc.customer()),
                        keys.get(doc.id()),
                        row.recordedAt.toString(),
                        or(row.supersededAt, INFINITY),
                        or(row.settledAt, NEVER),
                        minor(doc.base(baseScale)),
                        minor(row.settled),
                        doc.date().toString(),
                        or(doc.due(), INFINITY),
                        or(row.paidOn, INFINITY),
                        or(row.from, INFINITY),
                        or(row.to, NEVER),
                        or(doc.delivery(), NEVER),
                        or(doc.settledOn(), INFINITY),
                        ledger.id(),
                        doc.kind().ordinal() + 1,
                        doc.disputed(),
                        doc.prepaid(),
                        doc.currency(),
                        doc.amount().movePointRight(doc.scale()).longValueExact(),
                        doc.orderId() == null ? 0L : keys.get(doc.orderId()),
                        doc.rate().scaleByPowerOfTen(baseScale - doc.scale()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void writeAllocations(Map<String, Long> customers, Map<String, Long> keys) throws SQLException {
        String sql = """
                insert into allocation (customer_id, target_key, source_key, recorded_at, superseded_at, amount, base_amount,
                  alloc_date, ledger_id, currency)
                values (?, ?, ?, ?::timestamptz, ?::timestamptz, ?, ?, ?::date, ?, ?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Applied a : applied) {
                Doc source = a.source;
                bind(
                        statement,
                        customers.get(source.customer()),
                        keys.get(a.part.target()),
                        keys.get(source.id()),
                        a.recordedAt.toString(),
                        or(a.supersededAt, INFINITY),
                        a.part.amount().movePointRight(source.scale()).longValueExact(),
                        minor(source.inBase(a.part.amount(), baseScale)),
                        a.part.date().toString(),
                        ledger.id(),
                        source.currency());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private long minor(BigDecimal base) {
        return base.movePointRight(baseScale)
                .setScale(0, RoundingMode.UNNECESSARY)
                .longValueExact();
    }

    private static String or(Object value, String none) {
        return value == null ? none : value.toString();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private void run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
