package dev.assay.classification;

import dev.assay.customer.Customer;
import dev.assay.engine.fact.CustomerFacts;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one stored customer and where they came from.
 *
 * @param customer master data at the version that was read
 * @param cutPointsId the ledger-relative cut-points that were read, null if there were none
 */
record AssembledFacts(
        Customer customer, CustomerFacts facts, @Nullable Long cutPointsId) {}
