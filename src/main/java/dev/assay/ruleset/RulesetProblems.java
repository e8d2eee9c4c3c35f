package dev.assay.ruleset;

import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.Problem;
import dev.assay.platform.problem.ProblemType;
import java.util.List;

/** Problems of rules as errors of a request. */
public final class RulesetProblems {

    private RulesetProblems() {}

    /** @param consequence what became of the request, as a sentence */
    public static Problem refused(List<Diagnostic> problems, String consequence) {
        return ProblemType.RULESET_REFUSED.problem(
                problems.size() + " problem(s) in the rules. " + consequence,
                problems.stream().map(RulesetProblems::error).toList());
    }

    private static FieldError error(Diagnostic problem) {
        String place = problem.cell() == null
                ? problem.file() + ":" + problem.line() + ":" + problem.column()
                : problem.file() + " " + problem.cell();
        String hint = problem.hint() == null ? "" : " (" + problem.hint() + ")";
        return new FieldError(place, problem.code() + ": " + problem.messageEn() + " · " + problem.messageZh() + hint);
    }
}
