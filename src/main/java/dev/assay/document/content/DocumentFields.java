package dev.assay.document.content;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object as they were sent, each of the right type but not yet held against each other. */
final class DocumentFields {
    private static final List<String> NAMES = List.of(
            "id",
            "kind",
            "customerCode",
            "date",
            "dueDate",
            "amount",
            "currency",
            "rate",
            "disputed",
            "prepaid",
            "deliveryDate",
            "settledOn",
            "orderId",
            "allocations");

    /** One allocation as sent; its amount waits for the currency. */
    record Allocation(
            @Nullable String invoiceId,
            @Nullable BigDecimal amount,
            @Nullable LocalDate date) {}

    private final int allocationsMax;
    private int seen;

    @Nullable
    String id;

    @Nullable
    DocumentKind kind;

    @Nullable
    String customerCode;

    @Nullable
    LocalDate date;

    @Nullable
    LocalDate dueDate;

    @Nullable
    BigDecimal amount;

    @Nullable
    String currency;

    @Nullable
    BigDecimal rate;

    boolean disputed;
    boolean prepaid;

    @Nullable
    LocalDate deliveryDate;

    @Nullable
    LocalDate settledOn;

    @Nullable
    String orderId;

    List<Allocation> allocations = List.of();

    DocumentFields(int allocationsMax) {
        this.allocationsMax = allocationsMax;
    }

    /**
     * Reads the field the parser stands on, its value included.
     *
     * @throws Rejection if its name or its value is wrong; the parser then stands on the value's first token
     */
    void read(JsonParser parser) throws IOException {
        String name = parser.currentName();
        int index = NAMES.indexOf(name);
        parser.nextToken();
        if (index < 0) {
            throw unknownField(name, NAMES);
        }
        if ((seen & 1 << index) != 0) {
            throw new Rejection(RejectionCode.DUPLICATE_FIELD, "%s is there twice; send it once".formatted(name));
        }
        seen |= 1 << index;
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        switch (index) {
            case 0 -> id = JsonValues.text(parser, name, IntakeLimits.DOCUMENT_ID_CHARACTERS_MAX);
            case 1 -> kind = kind(parser);
            case 2 -> customerCode = JsonValues.text(parser, name, IntakeLimits.CUSTOMER_CODE_CHARACTERS_MAX);
            case 3 -> date = JsonValues.date(parser, name);
            case 4 -> dueDate = JsonValues.date(parser, name);
            case 5 -> amount = JsonValues.number(parser, name);
            case 6 -> currency = JsonValues.text(parser, name, 64);
            case 7 -> rate = JsonValues.number(parser, name);
            case 8 -> disputed = JsonValues.flag(parser, name);
            case 9 -> prepaid = JsonValues.flag(parser, name);
            case 10 -> deliveryDate = JsonValues.date(parser, name);
            case 11 -> settledOn = JsonValues.date(parser, name);
            case 12 -> orderId = JsonValues.text(parser, name, IntakeLimits.DOCUMENT_ID_CHARACTERS_MAX);
            default -> allocations = allocations(parser);
        }
    }

    private static DocumentKind kind(JsonParser parser) throws IOException {
        String name = JsonValues.text(parser, "kind", 64);
        DocumentKind kind = DocumentKind.named(name);
        if (kind == null) {
            throw new Rejection(
                    RejectionCode.UNKNOWN_KIND,
                    "kind is \"%s\"; send one of %s".formatted(JsonValues.shown(name), DocumentKind.NAMES));
        }
        return kind;
    }

    private List<Allocation> allocations(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw JsonValues.wrongType(parser, "allocations", "an array of {invoiceId, amount, date}");
        }
        List<Allocation> read = new ArrayList<>(4);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String place = "allocations/" + read.size();
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw JsonValues.wrongType(parser, place, "an object {invoiceId, amount, date}");
            }
            if (read.size() >= allocationsMax) {
                throw new Rejection(
                        RejectionCode.TOO_MANY_ALLOCATIONS,
                        "the document has more than %d allocations; split it".formatted(allocationsMax));
            }
            read.add(allocation(parser, place));
        }
        return read;
    }

    private static Allocation allocation(JsonParser parser, String place) throws IOException {
        String invoiceId = null;
        BigDecimal amount = null;
        LocalDate date = null;
        int seenHere = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
            int bit;
            switch (name) {
                case "invoiceId" -> {
                    bit = 1;
                    invoiceId = absent
                            ? null
                            : JsonValues.text(parser, place + "/invoiceId", IntakeLimits.DOCUMENT_ID_CHARACTERS_MAX);
                }
                case "amount" -> {
                    bit = 2;
                    amount = absent ? null : JsonValues.number(parser, place + "/amount");
                }
                case "date" -> {
                    bit = 4;
                    date = absent ? null : JsonValues.date(parser, place + "/date");
                }
                default -> throw unknownField(place + "/" + name, List.of("invoiceId", "amount", "date"));
            }
            if ((seenHere & bit) != 0) {
                throw new Rejection(
                        RejectionCode.DUPLICATE_FIELD, "%s/%s is there twice; send it once".formatted(place, name));
            }
            seenHere |= bit;
        }
        return new Allocation(invoiceId, amount, date);
    }

    private static Rejection unknownField(String name, List<String> known) {
        return new Rejection(
                RejectionCode.UNKNOWN_FIELD,
                "there is no field \"%s\"; the fields are %s"
                        .formatted(JsonValues.shown(name), String.join(", ", known)));
    }
}
