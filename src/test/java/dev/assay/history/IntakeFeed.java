package dev.assay.history;

import dev.assay.fixture.Api;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends random books through {@code POST documents}, batch by batch. */
final class IntakeFeed {

    private final LedgerTransaction transaction;
    private final Ledger ledger;
    private int rejected;

    IntakeFeed(LedgerTransaction transaction, Ledger ledger) {
        this.transaction = transaction;
        this.ledger = ledger;
    }

    /** What was recorded, at the instants the service recorded it; documents it rejected are left out. */
    Books send(Books books) {
        return send(books, () -> {});
    }

    /** The same. @param afterEach is done after each batch */
    Books send(Books books, Runnable afterEach) {
        transaction.call(ledger, connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("insert into customer (ledger_id, code, name, created_at, updated_at)"
                            + " select ?, code, code, now(), now() from unnest(?) code")) {
                statement.setInt(1, ledger.id());
                statement.setArray(
                        2, connection.createArrayOf("text", books.customers().toArray()));
                return statement.executeUpdate();
            }
        });
        List<Books.Batch> recorded = new ArrayList<>();
        for (Books.Batch batch : books.batches()) {
            recorded.add(send(batch));
            afterEach.run();
        }
        return new Books(books.baseScale(), books.customers(), recorded, books.asOf());
    }

    int rejected() {
        return rejected;
    }

    private Books.Batch send(Books.Batch batch) {
        JsonPath answer = Api.erp()
                .contentType("application/x-ndjson")
                .body(batch.docs().stream()
                        .map(this::json)
                        .collect(Collectors.joining("\n"))
                        .getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/ledgers/" + ledger.code() + "/documents")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        Set<String> refused = new HashSet<>(answer.getList("errors.documentId", String.class));
        rejected += refused.size();
        Instant at = transaction.read(ledger, connection -> PaymentHistories.lastRecorded(connection, ledger));
        return new Books.Batch(
                at,
                batch.docs().stream().filter(doc -> !refused.contains(doc.id())).toList());
    }

    private String json(Doc doc) {
        StringBuilder json = new StringBuilder("{\"id\":\"%s\",\"kind\":\"%s\",\"customerCode\":\"%s\",\"date\":\"%s\""
                .formatted(doc.id(), doc.kind(), doc.customer(), doc.date()));
        json.append(",\"amount\":").append(doc.amount().toPlainString());
        json.append(",\"currency\":\"").append(doc.currency()).append('"');
        if (!doc.currency().equals(ledger.baseCurrency().getCurrencyCode())) {
            json.append(",\"rate\":").append(doc.rate().toPlainString());
        }
        text(json, "dueDate", doc.due());
        text(json, "deliveryDate", doc.delivery());
        text(json, "settledOn", doc.settledOn());
        text(json, "orderId", doc.orderId());
        flag(json, "disputed", doc.disputed());
        flag(json, "prepaid", doc.prepaid());
        if (!doc.parts().isEmpty()) {
            json.append(doc.parts().stream()
                    .map(part -> "{\"invoiceId\":\"%s\",\"amount\":%s,\"date\":\"%s\"}"
                            .formatted(part.target(), plain(part.amount()), part.date()))
                    .collect(Collectors.joining(",", ",\"allocations\":[", "]")));
        }
        return json.append('}').toString();
    }

    private static String plain(BigDecimal amount) {
        return amount.toPlainString();
    }

    private static void text(StringBuilder json, String field, @Nullable Object value) {
        if (value != null) {
            json.append(",\"").append(field).append("\":\"").append(value).append('"');
        }
    }

    private static void flag(StringBuilder json, String field, boolean value) {
        if (value) {
            json.append(",\"").append(field).append("\":true");
        }
    }
}
