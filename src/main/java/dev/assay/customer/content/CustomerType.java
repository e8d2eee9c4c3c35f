package dev.assay.customer.content;

/** What kind of party a customer is. */
public enum CustomerType {
    /** 企业 */
    ENTERPRISE,
    /** 个人 */
    INDIVIDUAL
}
