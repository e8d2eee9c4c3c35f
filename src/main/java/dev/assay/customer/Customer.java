package dev.assay.customer;

import dev.assay.customer.content.CustomerStatus;
import dev.assay.customer.content.CustomerType;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Master data of a customer at one version: what rules may read.
 *
 * @param id unique across ledgers
 * @param version which version this is; a decision that read it names it
 * @param attributes custom fields: String, BigDecimal or LocalDate
 */
public record Customer(
        long id,
        String code,
        int version,
        String name,
        CustomerType type,
        @Nullable String taxId,
        @Nullable String industry,
        @Nullable String region,
        @Nullable String size,
        Set<String> tags,
        Map<String, Object> attributes,
        @Nullable String parentCode,
        @Nullable String owner,
        @Nullable String department,
        CustomerStatus status) {

    public Customer {
        tags = Set.copyOf(tags);
        attributes = Map.copyOf(attributes);
    }

    /** Which customer a code stands for, and its current version. */
    public record Identity(long id, String code, int version) {}
}
