package dev.assay.engine.ruleset.profile;

import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Phase;
import dev.assay.engine.ruleset.syntax.Expr;
import dev.assay.engine.ruleset.syntax.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule that keeps the profile: parameters and variables are replaced by what they stand for, every name and type is known.
 *
 * @param ordinal place in the order in which rules are tried, from 0 over all phases
 * @param subject what its first comparison reads; null if it compares nothing
 * @param threshold what that is compared with, a constant or an {@link Operand}; null if it only asks for data
 * @param group rules that exclude each other, such as the rows of one table; null if it stands alone
 * @param salience rules with more are tried first
 * @param pointsMax most points it, or a rule that excludes it, can give; NaN if that can't be told
 */
public record CheckedRule(
        int ordinal,
        String code,
        String name,
        Phase phase,
        @Nullable String group,
        int salience,
        Span span,
        TextTemplate zh,
        TextTemplate en,
        List<Expr> conditions,
        List<Call> effects,
        @Nullable Operand subject,
        @Nullable Object threshold,
        double pointsMax) {

    CheckedRule withPointsMax(double most) {
        return new CheckedRule(
                ordinal,
                code,
                name,
                phase,
                group,
                salience,
                span,
                zh,
                en,
                conditions,
                effects,
                subject,
                threshold,
                most);
    }

    /** An effect with its arguments. */
    public record Call(Effect effect, List<Expr> arguments) {}
}
