package dev.assay.engine.ruleset.run;

import dev.assay.engine.closing.Evaluation;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.drools.kiesession.session.StatefulKnowledgeSessionImpl;
import org.kie.api.KieBase;

/**
 * The sessions of one phase. A session serves one thread at a time, is reset and used again: making one costs as much as evaluating
 * several customers.
 */
final class SessionPool {
    private final KieBase base;
    private final int rules;
    private final ConcurrentLinkedDeque<StatefulKnowledgeSessionImpl> idle = new ConcurrentLinkedDeque<>();

    SessionPool(KieBase base, int rules) {
        this.base = base;
        this.rules = rules;
    }

    /** Fires the phase's rules on all of them. */
    void fire(List<Evaluation> evaluations) {
        StatefulKnowledgeSessionImpl session = idle.pollFirst();
        if (session == null) {
            session = (StatefulKnowledgeSessionImpl) base.newKieSession();
        }
        boolean reusable = false;
        try {
            // no customer is inserted twice, so the lock and the identity map of a plain insert, a sixth of all time,
            // buy nothing
            for (Evaluation evaluation : evaluations) {
                session.insertAsync(evaluation.customer());
            }
            // a rule fires at most once on a customer: one more firing than that means something is wrong
            int limit = rules * evaluations.size() + 1;
            if (session.fireAllRules(limit) >= limit) {
                throw new IllegalStateException("more than " + (limit - 1) + " firings of " + rules + " rules on "
                        + evaluations.size() + " customers");
            }
            session.reset();
            reusable = true;
        } finally {
            if (reusable) {
                idle.offerFirst(session);
            } else {
                session.dispose();
            }
        }
    }

    void dispose() {
        for (StatefulKnowledgeSessionImpl session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
            session.dispose();
        }
    }
}
