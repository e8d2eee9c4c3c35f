package dev.assay.classification;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.ruleset.StoredCustomers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** The facts of the last decisions of each ledger. */
@ApplicationScoped
class LastFacts implements StoredCustomers {

    private static final int LEDGERS_MAX = 20;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Decisions decisions;

    @Override
    public List<CustomerFacts> sample(int max) {
        List<Ledger> all = ledgers.all();
        List<CustomerFacts> sample = new ArrayList<>();
        int ledgersAsked = Math.min(LEDGERS_MAX, all.size());
        for (Ledger ledger : all.subList(0, ledgersAsked)) {
            sample.addAll(transaction.read(
                    ledger, connection -> decisions.lastFacts(connection, ledger, max / ledgersAsked)));
        }
        return sample;
    }
}
