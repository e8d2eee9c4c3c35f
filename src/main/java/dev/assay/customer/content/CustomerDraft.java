package dev.assay.customer.content;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of a customer in normal form: stripped texts, tags distinct and sorted, numbers without trailing zeros. Two drafts
 * that say the same are equal.
 *
 * @param code null: to be numbered automatically
 * @param attributes values of the ledger's custom fields: String, BigDecimal or LocalDate
 * @param parentCode not checked against the ledger here
 */
public record CustomerDraft(
        @Nullable String code,
        String name,
        CustomerType type,
        @Nullable String taxId,
        @Nullable String industry,
        @Nullable String region,
        @Nullable String size,
        List<String> tags,
        SortedMap<String, Object> attributes,
        List<Contact> contacts,
        @Nullable String parentCode,
        @Nullable String owner,
        @Nullable String department,
        CustomerStatus status) {

    public CustomerDraft withCode(String newCode) {
        return with(newCode, taxId, parentCode);
    }

    public CustomerDraft withTaxId(@Nullable String newTaxId) {
        return with(code, newTaxId, parentCode);
    }

    public CustomerDraft withParentCode(@Nullable String newParentCode) {
        return with(code, taxId, newParentCode);
    }

    private CustomerDraft with(@Nullable String newCode, @Nullable String newTaxId, @Nullable String newParentCode) {
        return new CustomerDraft(
                newCode,
                name,
                type,
                newTaxId,
                industry,
                region,
                size,
                tags,
                attributes,
                contacts,
                newParentCode,
                owner,
                department,
                status);
    }
}
