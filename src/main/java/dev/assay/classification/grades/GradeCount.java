package dev.assay.classification.grades;

import java.math.BigDecimal;

/**
 * One line of a ledger's grade table.
 *
 * @param customers whose current grade it is
 * @param provisional of these, on too little data
 * @param held of these, on hold
 * @param totalLimit granted to them, in base currency
 */
public record GradeCount(String grade, long customers, long provisional, long held, BigDecimal totalLimit) {}
