package dev.assay.ruleset;

import dev.assay.engine.fact.CustomerFacts;
import java.util.List;

/** Real customers to try a version on before it serves: what was last known of some, from all ledgers. */
public interface StoredCustomers {

    /** At most so many; fewer, or none, if fewer were ever graded. */
    List<CustomerFacts> sample(int max);
}
