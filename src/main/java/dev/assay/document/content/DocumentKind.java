package dev.assay.document.content;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a document is; the kind gives its amount the sign. */
public enum DocumentKind {
    ORDER(1),
    INVOICE(2),
    CREDIT_NOTE(3),
    PAYMENT(4);

    /** All names, as an error message lists them. */
    public static final String NAMES = Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));

    private final int code;

    DocumentKind(int code) {
        this.code = code;
    }

    /** Its number in the tables. */
    public int code() {
        return code;
    }

    /** Whether it applies its amount to invoices. */
    public boolean isSource() {
        return this == CREDIT_NOTE || this == PAYMENT;
    }

    public static DocumentKind ofCode(int code) {
        return values()[code - 1];
    }

    public static @Nullable DocumentKind named(String name) {
        return switch (name) {
            case "ORDER" -> ORDER;
            case "INVOICE" -> INVOICE;
            case "CREDIT_NOTE" -> CREDIT_NOTE;
            case "PAYMENT" -> PAYMENT;
            default -> null;
        };
    }
}
