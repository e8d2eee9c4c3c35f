package dev.assay.engine.ruleset.syntax;

import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The problems found so far in a ruleset; a bounded number, so that a hostile file can't fill memory with them. */
public final class Problems {
    private static final int PROBLEMS_MAX = 500;

    /** The template of a table is read for every row: what is wrong with it is told once. */
    private final Set<Known> known = new HashSet<>();

    private final List<Diagnostic> found = new ArrayList<>();
    private boolean errors;

    private record Known(Span at, Fault fault, List<Object> values) {}

    public void error(Span at, @Nullable String rule, Fault fault, Object... values) {
        errors = true;
        add(at, rule, Severity.ERROR, Map.of(), fault, values);
    }

    public void warn(Span at, @Nullable String rule, Fault fault, Object... values) {
        warn(at, rule, Map.of(), fault, values);
    }

    /** A doubt, with the customer that shows it: null is no data. */
    public void warn(
            Span at, @Nullable String rule, Map<String, @Nullable String> example, Fault fault, Object... values) {
        add(at, rule, Severity.WARNING, example, fault, values);
    }

    public boolean hasErrors() {
        return errors;
    }

    /** No more will be listed: checking on is idle. */
    public boolean isFull() {
        return found.size() > PROBLEMS_MAX;
    }

    /** How many more can be listed. */
    public int room() {
        return Math.max(0, PROBLEMS_MAX - found.size());
    }

    /** All of them, by place. */
    public List<Diagnostic> byPlace() {
        return found.stream().sorted(Diagnostic.BY_PLACE).toList();
    }

    private void add(
            Span at,
            @Nullable String rule,
            Severity severity,
            Map<String, @Nullable String> example,
            Fault fault,
            Object... values) {
        if (isFull()) {
            return;
        }
        if (!known.add(new Known(at, fault, Arrays.asList(values)))) {
            return;
        }
        Fault told = found.size() == PROBLEMS_MAX ? Fault.TOO_MANY_PROBLEMS : fault;
        found.add(new Diagnostic(
                at.file(),
                at.line(),
                at.column(),
                at.length(),
                rule,
                told.name(),
                told == fault ? severity : Severity.ERROR,
                told.zh(values),
                told.en(values),
                told.hint(values),
                at.cell(),
                told == fault ? example : Map.of()));
    }
}
