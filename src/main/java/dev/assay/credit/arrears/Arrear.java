package dev.assay.credit.arrears;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A customer in arrears. Amounts are in the ledger's base currency.
 *
 * @param oldestOverdueDays of a material item
 * @param level 0..4; 0 if nothing material is overdue
 * @param lastLetter level of the last letter in this spell of arrears; absent: none was sent
 * @param letterDue the level has risen above the last letter's
 * @param promisedUntil the latest promise that isn't over; absent: none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Arrear(
        String customerCode,
        String customerName,
        @Nullable String owner,
        BigDecimal overdueAmount,
        BigDecimal openBalance,
        int oldestOverdueDays,
        int level,
        @Nullable Integer lastLetter,
        @Nullable LocalDate lastLetterOn,
        boolean letterDue,
        @Nullable LocalDate promisedUntil) {}
