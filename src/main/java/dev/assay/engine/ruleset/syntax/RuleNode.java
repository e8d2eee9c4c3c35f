package dev.assay.engine.ruleset.syntax;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule as written, from DRL or from a row of a decision table.
 *
 * @param phase folder the file stands in
 * @param group rules that exclude each other, such as the rows of one table; null if it stands alone
 * @param annotations by name, without the {@code @}
 * @param customer the name the pattern gives the customer, such as {@code $c}
 * @param conditions all of them must hold
 */
public record RuleNode(
        String name,
        Span span,
        String phase,
        @Nullable String group,
        Map<String, Annotation> annotations,
        int salience,
        @Nullable String customer,
        List<Binding> bindings,
        List<Expr> conditions,
        List<EffectCall> effects) {

    /** {@code @name("value")}. */
    public record Annotation(String value, Span span) {}

    /** {@code $name : property}. */
    public record Binding(String name, Expr source, Span span) {}

    /** {@code $c.method(arguments);}. */
    public record EffectCall(String receiver, String method, List<Expr> arguments, Span span) {}
}
