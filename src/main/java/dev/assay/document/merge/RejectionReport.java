package dev.assay.document.merge;

import dev.assay.document.content.DocumentKind;
import dev.assay.document.content.RejectionCode;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the lines that the merge rejected and says why in words. */
final class RejectionReport {
    private static final String REJECTED = """
            select d.line, d.document_id, d.outcome, d.about, d.first_line, d.customer_code, d.kind, d.key_kind,
                   (select code from customer c where c.id = d.key_customer_id) as key_customer_code
              from intake_document d
             where d.outcome not in ('NEW', 'ARRIVED', 'CORRECTED', 'UNCHANGED')
             order by d.line
            """;

    private RejectionReport() {}

    static void addTo(RejectedLines rejected, BatchSql sql) throws SQLException {
        sql.each(REJECTED, row -> {
            RejectionCode code = RejectionCode.valueOf(row.getString("outcome"));
            rejected.add(row.getLong("line"), row.getString("document_id"), code, message(code, row));
        });
    }

    private static String message(RejectionCode code, ResultSet row) throws SQLException {
        return switch (code) {
            case UNKNOWN_CUSTOMER ->
                "customer %s is not in this ledger; send it with PUT customers/{code} first"
                        .formatted(row.getString("customer_code"));
            case DUPLICATE_ID ->
                "line %d has the same id with other content; keep one of them".formatted(row.getLong("first_line"));
            case KIND_CHANGED ->
                "the document is stored as %s and can't become %s; void it with amount 0 and send a new id"
                        .formatted(kind(row, "key_kind"), kind(row, "kind"));
            case CUSTOMER_CHANGED ->
                "the document is stored for customer %s and can't move to %s; void it with amount 0 and send a new id"
                        .formatted(row.getString("key_customer_code"), row.getString("customer_code"));
            case ANNOUNCED_DIFFERENTLY ->
                "documents of customer %s name this id as %s, this line is %s of %s; correct those or this id"
                        .formatted(
                                row.getString("key_customer_code"),
                                kind(row, "key_kind"),
                                kind(row, "kind"),
                                row.getString("customer_code"));
            case TARGET_NOT_INVOICE ->
                "allocation to %s, which is not an INVOICE; send the id of an invoice"
                        .formatted(row.getString("about"));
            case ORDER_NOT_ORDER ->
                "orderId %s is not an ORDER; send the id of an order".formatted(row.getString("about"));
            case TARGET_OF_OTHER_CUSTOMER ->
                "%s belongs to another customer than %s; send the id of a document of the same customer"
                        .formatted(row.getString("about"), row.getString("customer_code"));
            case OVER_ALLOCATED ->
                "allocation to invoice %s is more than the invoice leaves open; lower it or correct the invoice first"
                        .formatted(row.getString("about"));
            default -> throw new IllegalStateException("the merge doesn't reject with " + code);
        };
    }

    private static DocumentKind kind(ResultSet row, String column) throws SQLException {
        return DocumentKind.ofCode(row.getInt(column));
    }
}
