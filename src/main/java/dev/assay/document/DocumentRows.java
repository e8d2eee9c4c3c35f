package dev.assay.document;

import dev.assay.document.content.DocumentKind;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Versions of documents as they are stored, and the way from there to what is shown. */
final class DocumentRows {

    /** Key first, then the versions by primary key in the customer's partition; what refers to them by key likewise. */
    private static final String COLUMNS = """
            select d.customer_id, d.key, k.document_id, d.recorded_at, nullif(d.superseded_at, 'infinity') as superseded_at,
                   d.kind, c.code, d.doc_date, nullif(d.due_date, 'infinity') as due_date, d.currency, d.currency_amount,
                   d.minor_rate, d.disputed, d.prepaid, nullif(d.delivery_date, '-infinity') as delivery_date,
                   nullif(d.settled_on, 'infinity') as settled_on,
                   (select o.document_id from document_key o where o.key = d.order_key) as order_id
            """;

    static final String CURRENT_BY_ID = COLUMNS + """
              from document_key k
              join document d on d.customer_id = k.customer_id and d.key = k.key and d.superseded_at = 'infinity'
              join customer c on c.id = d.customer_id
             where k.ledger_id = ? and k.document_id = ?
             limit ?
            """;

    static final String VERSIONS_BY_ID = COLUMNS + """
              from document_key k
              join document d on d.customer_id = k.customer_id and d.key = k.key
              join customer c on c.id = d.customer_id
             where k.ledger_id = ? and k.document_id = ?
             order by d.recorded_at desc
             limit ?
            """;

    static final String CURRENT_OF_LEDGER = COLUMNS + """
              from (select * from document_key
                     where ledger_id = ? and document_id > ? and ? in (kind, 0) and content_hash is not null
                     order by document_id
                     limit ?) as k
              join document d on d.customer_id = k.customer_id and d.key = k.key and d.superseded_at = 'infinity'
              join customer c on c.id = d.customer_id
             order by k.document_id
            """;

    static final String CURRENT_OF_CUSTOMER = COLUMNS + """
              from (select * from document
                     where customer_id = ? and key > ? and ? in (kind, 0) and superseded_at = 'infinity'
                     order by key
                     limit ?) as d
              join document_key k on k.key = d.key
              join customer c on c.id = d.customer_id
             order by d.key
            """;

    /** Allocations carry the instant of the version they came with. */
    private static final String ALLOCATIONS = """
            select a.source_key, a.recorded_at, k.document_id, a.amount, a.alloc_date
              from unnest(?::bigint[], ?::bigint[], ?::timestamptz[]) as v (customer_id, key, recorded_at)
              join allocation a on a.customer_id = v.customer_id and a.source_key = v.key and a.recorded_at = v.recorded_at
              join document_key k on k.key = a.target_key
             order by k.document_id, a.alloc_date, a.amount
            """;

    /** One version as stored. */
    record Row(
            long customerId,
            long key,
            String id,
            OffsetDateTime recordedAt,
            @Nullable OffsetDateTime supersededAt,
            DocumentKind kind,
            String customerCode,
            LocalDate date,
            @Nullable LocalDate dueDate,
            Currency currency,
            long currencyAmount,
            BigDecimal minorRate,
            boolean disputed,
            boolean prepaid,
            @Nullable LocalDate deliveryDate,
            @Nullable LocalDate settledOn,
            @Nullable String orderId) {

        private Version version() {
            return new Version(key, recordedAt.toInstant());
        }
    }

    private record Version(long key, Instant recordedAt) {}

    private record StoredAllocation(String invoiceId, long amount, LocalDate date) {}

    private DocumentRows() {}

    static List<Row> read(Connection connection, String query, Object... parameters) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            List<Row> rows = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(row(row));
                }
            }
            return rows;
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("customer_id"),
                row.getLong("key"),
                row.getString("document_id"),
                row.getObject("recorded_at", OffsetDateTime.class),
                row.getObject("superseded_at", OffsetDateTime.class),
                DocumentKind.ofCode(row.getInt("kind")),
                row.getString("code"),
                row.getObject("doc_date", LocalDate.class),
                row.getObject("due_date", LocalDate.class),
                Currency.getInstance(row.getString("currency")),
                row.getLong("currency_amount"),
                row.getBigDecimal("minor_rate"),
                row.getBoolean("disputed"),
                row.getBoolean("prepaid"),
                row.getObject("delivery_date", LocalDate.class),
                row.getObject("settled_on", LocalDate.class),
                row.getString("order_id"));
    }

    static List<DocumentView> views(Connection connection, Ledger ledger, List<Row> rows) throws SQLException {
        Map<Version, List<StoredAllocation>> allocations = allocations(
                connection, rows.stream().filter(row -> row.kind().isSource()).toList());
        return rows.stream()
                .map(row -> view(row, ledger, allocations.getOrDefault(row.version(), List.of())))
                .toList();
    }

    private static Map<Version, List<StoredAllocation>> allocations(Connection connection, List<Row> sources)
            throws SQLException {
        Map<Version, List<StoredAllocation>> found = new HashMap<>();
        if (sources.isEmpty()) {
            return found;
        }
        try (PreparedStatement select = connection.prepareStatement(ALLOCATIONS)) {
            select.setObject(1, sources.stream().map(Row::customerId).toArray(Long[]::new));
            select.setObject(2, sources.stream().map(Row::key).toArray(Long[]::new));
            select.setArray(
                    3,
                    connection.createArrayOf(
                            "timestamptz",
                            sources.stream()
                                    .map(row -> row.recordedAt().toString())
                                    .toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Version version = new Version(
                            row.getLong("source_key"),
                            row.getObject("recorded_at", OffsetDateTime.class).toInstant());
                    found.computeIfAbsent(version, v -> new ArrayList<>())
                            .add(new StoredAllocation(
                                    row.getString("document_id"),
                                    row.getLong("amount"),
                                    row.getObject("alloc_date", LocalDate.class)));
                }
            }
        }
        return found;
    }

    private static DocumentView view(Row row, Ledger ledger, List<StoredAllocation> allocations) {
        Currency currency = row.currency();
        OffsetDateTime supersededAt = row.supersededAt();
        return new DocumentView(
                row.id(),
                row.kind(),
                row.customerCode(),
                row.date(),
                row.dueDate(),
                decimal(row.currencyAmount(), currency),
                currency.getCurrencyCode(),
                currency.equals(ledger.baseCurrency()) ? null : rate(row, ledger),
                row.disputed(),
                row.prepaid(),
                row.deliveryDate(),
                row.settledOn(),
                row.orderId(),
                allocations.stream()
                        .map(a -> new DocumentView.Allocation(a.invoiceId(), decimal(a.amount(), currency), a.date()))
                        .toList(),
                row.recordedAt().toInstant(),
                supersededAt == null ? null : supersededAt.toInstant());
    }

    private static BigDecimal decimal(long minorUnits, Currency currency) {
        return BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits());
    }

    private static BigDecimal rate(Row row, Ledger ledger) {
        BigDecimal rate = row.minorRate()
                .scaleByPowerOfTen(row.currency().getDefaultFractionDigits() - ledger.baseScale())
                .stripTrailingZeros();
        return rate.scale() < 0 ? rate.setScale(0) : rate;
    }
}
