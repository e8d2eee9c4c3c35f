package dev.assay.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.customer.content.AttributeValues;
import dev.assay.customer.content.Contact;
import dev.assay.customer.content.CustomerDraft;
import dev.assay.customer.content.CustomerStatus;
import dev.assay.customer.content.CustomerType;
import dev.assay.customer.content.IdNumber;
import dev.assay.platform.problem.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A customer as clients see it.
 *
 * @param taxId an individual's masked but for its ends
 * @param version what the ETag says
 * @param warnings what was accepted but looks doubtful; left out when there is nothing
 */
public record CustomerView(
        String code,
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
        CustomerStatus status,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> warnings) {

    CustomerView withWarnings(List<FieldError> more) {
        return new CustomerView(
                code,
                name,
                type,
                taxId,
                industry,
                region,
                size,
                tags,
                attributes,
                contacts,
                parentCode,
                owner,
                department,
                status,
                version,
                createdAt,
                updatedAt,
                Stream.concat(warnings.stream(), more.stream()).toList());
    }

    static CustomerView of(CustomerEntity entity, AttributeValues values, List<FieldError> warnings) {
        CustomerDraft draft = entity.draft(values);
        return new CustomerView(
                Objects.requireNonNull(draft.code()),
                draft.name(),
                draft.type(),
                draft.taxId() == null ? null : IdNumber.shown(draft.taxId()),
                draft.industry(),
                draft.region(),
                draft.size(),
                draft.tags(),
                draft.attributes(),
                draft.contacts(),
                draft.parentCode(),
                draft.owner(),
                draft.department(),
                draft.status(),
                entity.version,
                entity.createdAt,
                entity.updatedAt,
                warnings);
    }
}
