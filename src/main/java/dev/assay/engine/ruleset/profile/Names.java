package dev.assay.engine.ruleset.profile;

import dev.assay.engine.ClosestName;
import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Fault;
import dev.assay.engine.ruleset.syntax.Problems;
import dev.assay.engine.ruleset.syntax.RuleNode;
import dev.assay.engine.ruleset.syntax.Span;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks names up for one rule, and replaces parameters and variables by what they stand for. */
final class Names {
    private static final Set<String> FUNCTIONS = Set.of("Math.min", "Math.max", "Math.abs");

    private static final BigDecimal NUMBER_MAX = new BigDecimal("1e18");
    private static final int SCALE_MAX = 60;
    private static final MathContext SHOWN = new MathContext(3);

    private final Manifest manifest;
    private final Problems problems;
    private final RuleNode rule;
    private final Phase phase;
    private final Set<String> usedParameters;
    private final Map<String, Expr> variables = new HashMap<>();
    private final List<Operand> read = new ArrayList<>();

    Names(Manifest manifest, Problems problems, RuleNode rule, Phase phase, Set<String> usedParameters) {
        this.manifest = manifest;
        this.problems = problems;
        this.rule = rule;
        this.phase = phase;
        this.usedParameters = usedParameters;
    }

    void bind() {
        for (RuleNode.Binding binding : rule.bindings()) {
            if (!binding.name().startsWith("$")) {
                problems.error(binding.span(), rule.name(), Fault.EXPECTED, "$" + binding.name(), binding.name());
            }
            if (!(binding.source() instanceof Expr.Property) && !(binding.source() instanceof Expr.Attribute)) {
                problems.error(binding.span(), rule.name(), Fault.ARITHMETIC_IN_CONDITION);
                continue;
            }
            Expr source = resolve(binding.source());
            if (source != null && variables.put(binding.name(), source) != null) {
                problems.error(binding.span(), rule.name(), Fault.DUPLICATE_VARIABLE, binding.name());
            }
        }
    }

    /** Everything the rule reads, in the order written. */
    List<Operand> read() {
        return read;
    }

    /** The operand a resolved property or attribute names; null for every other expression. */
    @Nullable
    Operand operand(Expr expr) {
        if (expr instanceof Expr.Property named) {
            Property property = Property.named(named.name());
            return property == null ? null : new Operand.Known(property);
        }
        if (expr instanceof Expr.Attribute attribute) {
            Kind kind = manifest.attributes().get(attribute.key());
            return kind == null ? null : new Operand.Custom(attribute.key(), kind);
        }
        return null;
    }

    /** The expression with literals for parameters and properties for variables; null if a name is unknown, which is reported. */
    @Nullable
    Expr resolve(Expr expr) {
        if (expr instanceof Expr.Property property) {
            return property(property);
        }
        if (expr instanceof Expr.Attribute attribute) {
            return attribute(attribute);
        }
        if (expr instanceof Expr.Parameter parameter) {
            return parameter(parameter);
        }
        if (expr instanceof Expr.Variable variable) {
            return variable(variable);
        }
        if (expr instanceof Expr.Binary binary) {
            Expr left = resolve(binary.left());
            Expr right = resolve(binary.right());
            return left == null || right == null
                    ? null
                    : bounded(new Expr.Binary(binary.operator(), left, right, binary.span()));
        }
        if (expr instanceof Expr.Number) {
            return bounded(expr);
        }
        if (expr instanceof Expr.Negative negative) {
            Expr operand = resolve(negative.operand());
            return operand == null ? null : new Expr.Negative(operand, negative.span());
        }
        if (expr instanceof Expr.Not not) {
            problems.error(not.span(), rule.name(), Fault.NEGATION);
            return null;
        }
        if (expr instanceof Expr.Membership membership) {
            Expr subject = resolve(membership.subject());
            List<Expr> options = resolveAll(membership.options());
            return subject == null || options == null
                    ? null
                    : new Expr.Membership(subject, membership.negated(), options, membership.span());
        }
        if (expr instanceof Expr.Call call) {
            return call(call);
        }
        return expr;
    }

    /** A constant too large or too fine to compute with is no number that anybody meant. */
    private @Nullable Expr bounded(Expr expr) {
        BigDecimal number = Constants.of(expr);
        if (number == null || number.abs().compareTo(NUMBER_MAX) <= 0 && number.scale() <= SCALE_MAX) {
            return expr;
        }
        problems.error(expr.span(), rule.name(), Fault.OUT_OF_BOUNDS, number.round(SHOWN), "±1e18");
        return null;
    }

    private @Nullable List<Expr> resolveAll(List<Expr> written) {
        List<Expr> resolved = new ArrayList<>();
        for (Expr expr : written) {
            Expr one = resolve(expr);
            if (one != null) {
                resolved.add(one);
            }
        }
        return resolved.size() == written.size() ? resolved : null;
    }

    private @Nullable Expr property(Expr.Property named) {
        Property property = Property.named(named.name());
        if (property == null) {
            unknown(Fault.UNKNOWN_PROPERTY, named.name(), Property.names(), named.span());
            return null;
        }
        if (property.ofOrder() && phase != Phase.CHECK) {
            problems.error(named.span(), rule.name(), Fault.ONLY_OF_ORDERS, named.name(), phase.key());
            return null;
        }
        Phase givenBy = property.givenBy();
        if (givenBy != null
                        && manifest.phases().indexOf(givenBy)
                                >= manifest.phases().indexOf(phase)
                || givenBy != null && !manifest.phases().contains(givenBy)) {
            problems.error(named.span(), rule.name(), Fault.NOT_YET_KNOWN, named.name(), givenBy.key(), phase.key());
            return null;
        }
        read.add(new Operand.Known(property));
        return named;
    }

    private @Nullable Expr attribute(Expr.Attribute attribute) {
        Kind kind = manifest.attributes().get(attribute.key());
        if (kind == null) {
            unknown(
                    Fault.UNKNOWN_CUSTOM_FIELD,
                    attribute.key(),
                    manifest.attributes().keySet(),
                    attribute.span());
            return null;
        }
        read.add(new Operand.Custom(attribute.key(), kind));
        return attribute;
    }

    private @Nullable Expr parameter(Expr.Parameter named) {
        Parameter parameter = manifest.parameters().get(named.name());
        if (parameter == null) {
            unknown(Fault.UNKNOWN_PARAMETER, named.name(), manifest.parameters().keySet(), named.span());
            return null;
        }
        usedParameters.add(parameter.name());
        if (parameter.number() != null) {
            return new Expr.Number(parameter.number(), parameter.kind() == Kind.INTEGER, named.span());
        }
        return new Expr.Text(String.valueOf(parameter.text()), named.span());
    }

    private @Nullable Expr variable(Expr.Variable named) {
        Expr source = variables.get(named.name());
        if (source == null) {
            String near = variables.isEmpty() ? "" : "; " + ClosestName.hint(named.name(), variables.keySet());
            problems.error(named.span(), rule.name(), Fault.UNKNOWN_VARIABLE, named.name(), near);
            return null;
        }
        return source instanceof Expr.Property property
                ? new Expr.Property(property.name(), named.span())
                : new Expr.Attribute(((Expr.Attribute) source).key(), named.span());
    }

    private @Nullable Expr call(Expr.Call call) {
        if (!FUNCTIONS.contains(call.function())) {
            problems.error(call.span(), rule.name(), Fault.UNKNOWN_FUNCTION, call.function());
            return null;
        }
        int wanted = call.function().equals("Math.abs") ? 1 : 2;
        if (call.arguments().size() != wanted) {
            problems.error(
                    call.span(),
                    rule.name(),
                    Fault.WRONG_ARGUMENTS,
                    call.function(),
                    wanted,
                    call.arguments().size());
            return null;
        }
        List<Expr> arguments = resolveAll(call.arguments());
        return arguments == null ? null : new Expr.Call(call.function(), arguments, call.span());
    }

    private void unknown(Fault fault, String name, java.util.Collection<String> known, Span span) {
        problems.error(span, rule.name(), fault, name, ClosestName.hint(name, known));
    }
}
