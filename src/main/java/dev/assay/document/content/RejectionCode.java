package dev.assay.document.content;

/** Why a line of a batch was not recorded: the stable codes of the answer's {@code errors[]}. */
public enum RejectionCode {
    // the line as text
    LINE_TOO_LONG,
    INVALID_UTF8,
    CONTROL_CHARACTER,
    MALFORMED_JSON,
    // its fields
    UNKNOWN_FIELD,
    DUPLICATE_FIELD,
    MISSING_FIELD,
    WRONG_TYPE,
    TEXT_TOO_LONG,
    BLANK_TEXT,
    UNKNOWN_KIND,
    FIELD_NOT_ALLOWED,
    INVALID_DATE,
    DATE_OUT_OF_RANGE,
    // its money
    NEGATIVE_AMOUNT,
    ZERO_ALLOCATION,
    AMOUNT_TOO_PRECISE,
    AMOUNT_TOO_LARGE,
    AMOUNT_VANISHES,
    UNKNOWN_CURRENCY,
    MISSING_RATE,
    INVALID_RATE,
    RATE_NOT_ONE,
    // its allocations
    TOO_MANY_ALLOCATIONS,
    VOID_WITH_ALLOCATIONS,
    ALLOCATIONS_EXCEED_DOCUMENT,
    ALLOCATION_BEFORE_DOCUMENT,
    // against the rest of the batch and the ledger
    UNKNOWN_CUSTOMER,
    DUPLICATE_ID,
    KIND_CHANGED,
    CUSTOMER_CHANGED,
    ANNOUNCED_DIFFERENTLY,
    TARGET_NOT_INVOICE,
    ORDER_NOT_ORDER,
    TARGET_OF_OTHER_CUSTOMER,
    OVER_ALLOCATED
}
