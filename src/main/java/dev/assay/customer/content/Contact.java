package dev.assay.customer.content;

import org.jspecify.annotations.Nullable;

/**
 * A person to talk to at a customer.
 *
 * @param code unique among the customer's contacts
 */
public record Contact(
        @Nullable String code,
        String name,
        @Nullable String title,
        @Nullable String department,
        @Nullable String phone,
        @Nullable String email) {}
