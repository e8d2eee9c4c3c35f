package dev.assay.credit.arrears;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * What a customer promised to pay.
 *
 * @param paid what came from the day it was made to the day it was due, or to today
 */
public record Promise(
        long id,
        BigDecimal amount,
        LocalDate madeOn,
        LocalDate dueOn,
        String note,
        State state,
        BigDecimal paid,
        String recordedBy,
        Instant recordedAt) {

    /** What became of it. */
    public enum State {
        OPEN,
        KEPT,
        BROKEN,
        WITHDRAWN
    }
}
