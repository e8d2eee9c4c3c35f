package dev.assay.engine.closing;

import dev.assay.engine.decision.Reason;
import dev.assay.engine.decision.Text;
import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Given;
import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.profile.CheckedRule;
import dev.assay.engine.ruleset.profile.CheckedRuleset;
import dev.assay.engine.ruleset.profile.Operand;
import dev.assay.engine.ruleset.profile.Parameter;
import dev.assay.engine.ruleset.profile.Property;
import dev.assay.engine.ruleset.profile.TextTemplate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the reasons of one decision into words: one for each rule that shaped it, most weight first. */
final class ReasonWriter {
    private static final int PRINCIPAL_MAX = 4;
    private static final int DECIMALS_SHOWN = 2;

    private static final Reason UNDECIDED = new Reason(
            "NO_GRADE_DECIDED",
            "",
            Phase.GRADE.key(),
            null,
            null,
            null,
            "worst grade, provisional",
            true,
            new Text("没有规则给出等级，暂定最低等级", "No rule gave a grade: the worst one, provisionally"));

    private final CheckedRuleset ruleset;
    private final Customer customer;

    ReasonWriter(CheckedRuleset ruleset, Customer customer) {
        this.ruleset = ruleset;
        this.customer = customer;
    }

    /** Reasons of a decision. */
    List<Reason> write(List<Shape> shapes) {
        return write(shapes, nothingGraded());
    }

    /** Reasons of a verdict about an order, which grades nobody. */
    List<Reason> ofOrder(List<Shape> shapes) {
        return write(shapes, false);
    }

    private List<Reason> write(List<Shape> shapes, boolean undecided) {
        Map<Integer, List<Shape>> byRule = new TreeMap<>();
        shapes.forEach(shape -> byRule.computeIfAbsent(shape.given().rule(), rule -> new ArrayList<>())
                .add(shape));
        List<List<Shape>> ordered = byRule.values().stream()
                .sorted(Comparator.comparingDouble(this::weight).reversed())
                .toList();
        List<Reason> reasons = new ArrayList<>();
        if (undecided) {
            reasons.add(UNDECIDED);
        }
        for (List<Shape> ofRule : ordered) {
            boolean principal = reasons.size() < PRINCIPAL_MAX && weight(ofRule) > 0;
            reasons.add(reason(ruleset.rules().get(ofRule.get(0).given().rule()), ofRule, principal));
        }
        return List.copyOf(reasons);
    }

    private boolean nothingGraded() {
        return customer.given().stream()
                .noneMatch(given -> given.effect() == Effect.GRADE || given.effect() == Effect.PROVISIONAL);
    }

    /** Points lost don't weigh when lack of data decided the grade. */
    private double weight(List<Shape> ofRule) {
        double weight = 0;
        for (Shape shape : ofRule) {
            boolean idle = shape.given().effect() == Effect.POINTS
                    && customer.outcome().provisional();
            weight = Math.max(weight, idle ? Shape.NONE : shape.weight());
        }
        return weight;
    }

    private Reason reason(CheckedRule rule, List<Shape> shapes, boolean principal) {
        List<String> effects = new ArrayList<>();
        shapes.forEach(shape -> effects.add(effect(shape.given(), rule)));
        String effect = String.join("; ", effects);
        Operand subject = rule.subject();
        @Nullable Object value = subject == null ? null : subject.in(customer);
        @Nullable Object threshold = threshold(rule);
        return new Reason(
                rule.code(),
                rule.name(),
                rule.phase().key(),
                subject == null ? null : subject.shown(),
                value,
                threshold,
                effect,
                principal,
                new Text(fill(rule.zh(), rule, value, effect, "无数据"), fill(rule.en(), rule, value, effect, "no data")));
    }

    /** What the subject was compared with, be it another operand. */
    private @Nullable Object threshold(CheckedRule rule) {
        return rule.threshold() instanceof Operand other ? other.in(customer) : rule.threshold();
    }

    private String fill(TextTemplate template, CheckedRule rule, @Nullable Object value, String effect, String noData) {
        return template.fill(place -> switch (place) {
            case "value" -> shown(value, noData);
            case "threshold" -> shown(threshold(rule), noData);
            case "effect" -> effect;
            default -> named(place, noData);
        });
    }

    private String named(String place, String noData) {
        Property property = Property.named(place);
        if (property != null) {
            return shown(property.reader().apply(customer), noData);
        }
        Parameter parameter = ruleset.manifest().parameters().get(place);
        return parameter == null
                ? place
                : shown(parameter.number() == null ? parameter.text() : parameter.number(), noData);
    }

    private static String effect(Given given, CheckedRule rule) {
        String value = shown(given.value(), "");
        return switch (given.effect()) {
            case POINTS -> points(given, rule);
            case INCOMPLETE -> "no score";
            case GRADE -> "grade " + value;
            case CAP_GRADE -> "grade at best " + value;
            case PROVISIONAL -> "provisional grade " + value;
            case MAX_UPGRADE -> "at most " + value + " up";
            case CATEGORY -> "category " + value;
            case TERM -> "term " + value + (given.days() < 0 ? "" : " " + given.days() + " days");
            case GRACE_DAYS -> "grace " + value + " days";
            case REVIEW_MONTHS -> "review in " + value + " months";
            case LIMIT_FACTOR -> "limit factor " + value;
            case LIMIT_CEILING -> "limit ceiling " + value;
            case LIMIT_STEP -> "limit floored to " + value;
            case LIMIT_MONTH_DAYS -> "month of " + value + " days";
            case NO_LIMIT -> "no limit";
            case UNLIMITED -> "unlimited";
            case LIMIT_ADD -> "limit +" + value;
            case APPROVAL_ABOVE_RISE -> "limit pending: rise above " + value;
            case HOLD -> "hold";
            case HOLD_ORDER -> "order held";
            case WARN_ORDER -> "warning";
        };
    }

    private static String points(Given given, CheckedRule rule) {
        String points = shown(given.value(), "");
        String signed = points.startsWith("-") ? points : "+" + points;
        return "points " + signed
                + (Double.isNaN(rule.pointsMax()) ? "" : " of " + shown((Object) rule.pointsMax(), ""));
    }

    private static String shown(@Nullable Object value, String noData) {
        if (value == null) {
            return noData;
        }
        if (value instanceof Double decimal) {
            return plain(BigDecimal.valueOf(decimal).setScale(DECIMALS_SHOWN, RoundingMode.HALF_UP));
        }
        return value instanceof BigDecimal exact ? plain(exact) : value.toString();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
