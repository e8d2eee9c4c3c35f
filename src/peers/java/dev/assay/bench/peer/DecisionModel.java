package dev.assay.bench.peer;

import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.CustomerFacts.Previous;
import dev.assay.engine.fact.PaymentHistory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.kie.api.io.Resource;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNResult;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

/** The policy as decision tables in DMN, evaluated by kie-dmn. */
final class DecisionModel implements Peer {
    private final DMNRuntime runtime;
    private final DMNModel model;

    DecisionModel() {
        Resource policy = ResourceFactory.newClassPathResource("peers/policy.dmn", DecisionModel.class);
        runtime = DMNRuntimeBuilder.fromDefaults()
                .buildConfiguration()
                .fromResources(List.of(policy))
                .getOrElseThrow(IllegalStateException::new);
        model = runtime.getModels().get(0);
        if (model.hasErrors()) {
            throw new IllegalStateException(model.getMessages().toString());
        }
    }

    @Override
    public List<Verdict> decide(List<CustomerFacts> customers) {
        return customers.stream().map(this::decide).toList();
    }

    private Verdict decide(CustomerFacts facts) {
        DMNResult result = runtime.evaluateAll(model, context(facts));
        Map<?, ?> terms = (Map<?, ?>) result.getDecisionResultByName("terms").getResult();
        boolean isNew = (Boolean) value(result, "isNew");
        return new Verdict(
                (BigDecimal) value(result, "score"),
                Applicant.GRADES.get(number(value(result, "rank"))),
                (Boolean) value(result, "provisional"),
                (String) value(result, "category"),
                (BigDecimal) value(result, "limit"),
                (Boolean) value(result, "pending"),
                isNew ? "PREPAY" : (String) terms.get("term"),
                isNew ? 0 : number(terms.get("days")),
                number(terms.get("grace")),
                number(terms.get("months")),
                (Boolean) value(result, "hold"));
    }

    private DMNContext context(CustomerFacts facts) {
        PaymentHistory history = facts.history();
        Previous previous = facts.previous();
        DMNContext context = runtime.newContext();
        context.set("paymentIndex", decimal(history.paymentIndex()));
        context.set("onTimeRatio", decimal(history.onTimeRatio()));
        context.set("oldestOverdueDays", whole(history.oldestOverdueDays()));
        context.set("tenureDays", whole(history.tenureDays()));
        context.set("paidInvoices", whole(history.paidInvoices12m()));
        context.set("recencyDays", whole(history.recencyDays()));
        context.set("valueClass", history.valueClass());
        context.set("sales", history.averageMonthlySales());
        context.set("guarantees", facts.acceptedGuarantees());
        context.set("previousLimit", previous == null ? null : previous.limit());
        context.set(
                "previousRank",
                previous == null || previous.provisional()
                        ? null
                        : BigDecimal.valueOf(Applicant.GRADES.indexOf(previous.grade())));
        return context;
    }

    private static Object value(DMNResult result, String decision) {
        return result.getDecisionResultByName(decision).getResult();
    }

    private static int number(Object decimal) {
        return ((BigDecimal) decimal).intValueExact();
    }

    private static BigDecimal decimal(Double value) {
        return value == null ? null : BigDecimal.valueOf(value);
    }

    private static BigDecimal whole(Integer value) {
        return value == null ? null : BigDecimal.valueOf(value);
    }
}
