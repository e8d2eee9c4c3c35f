package dev.assay.ledger;

import java.math.BigDecimal;
import java.util.List;

/** A ledger as clients see it. */
public record LedgerView(
        String code,
        String name,
        String baseCurrency,
        String timeZone,
        Ledger.CustomerCodeRule customerCode,
        Ledger.DuplicatePolicy duplicatePolicy,
        BigDecimal materialityAmount,
        BigDecimal materialityRatio,
        int orderHorizonDays,
        Ledger.Guard guard,
        List<Ledger.AttributeDefinition> attributeDefinitions,
        List<Ledger.ProtectedField> protectedFields,
        int version) {

    static LedgerView of(Ledger ledger) {
        return new LedgerView(
                ledger.code(),
                ledger.name(),
                ledger.baseCurrency().getCurrencyCode(),
                ledger.timeZone().getId(),
                ledger.customerCode(),
                ledger.duplicatePolicy(),
                ledger.materialityAmount().stripTrailingZeros(),
                ledger.materialityRatio().stripTrailingZeros(),
                ledger.orderHorizonDays(),
                ledger.guard(),
                ledger.attributeDefinitions(),
                ledger.protectedFields(),
                ledger.version());
    }
}
