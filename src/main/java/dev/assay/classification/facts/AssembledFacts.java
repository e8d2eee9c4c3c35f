package dev.assay.classification.facts;

import dev.assay.customer.Customer;
import dev.assay.engine.fact.CustomerFacts;

/**
 * The facts of one stored customer and the master data they came from.
 *
 * @param customer master data at the version that was read
 */
public record AssembledFacts(Customer customer, CustomerFacts facts) {}
