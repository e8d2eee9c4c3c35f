package dev.assay.customer.content;

/** Whether business is done with a customer. Nothing is deleted: what is no longer wanted is ARCHIVED. */
public enum CustomerStatus {
    ACTIVE,
    INACTIVE,
    ARCHIVED
}
