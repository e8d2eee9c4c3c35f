package dev.assay.credit.position;

import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.platform.BriefMemory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** The credit policies of ledgers, remembered for a second: every position and every check needs one. */
@ApplicationScoped
public class CreditPolicies {

    private final BriefMemory<Integer, CreditPolicy> memory = new BriefMemory<>();

    @Inject
    LedgerTransaction transaction;

    /** Asked before a connection is taken: it may take one itself. */
    public CreditPolicy of(Ledger ledger) {
        return memory.get(
                        ledger.id(),
                        id -> Optional.of(transaction.read(ledger, connection -> CreditPolicy.of(connection, ledger))))
                .orElseThrow();
    }

    /** It was changed, and committed. */
    void forget(Ledger ledger) {
        memory.forget(ledger.id());
    }
}
