package dev.assay.classification.facts;

import dev.assay.customer.Customer;
import dev.assay.engine.fact.CustomerFacts;
import java.math.BigDecimal;

/**
 * The facts of one stored customer and the master data they came from.
 *
 * @param customer master data at the version that was read
 * @param previousGuarantees what of the limit that stood before rests on guarantees
 */
public record AssembledFacts(Customer customer, CustomerFacts facts, BigDecimal previousGuarantees) {}
