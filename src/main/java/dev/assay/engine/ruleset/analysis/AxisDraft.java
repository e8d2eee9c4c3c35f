package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.decision.PaymentTerm;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.ruleset.profile.Kind;
import dev.assay.engine.ruleset.profile.Manifest;
import dev.assay.engine.ruleset.profile.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects the constants that one operand is compared with, then cuts its axis at them. */
final class AxisDraft {
    /** A text that no rule names. */
    private static final String OTHER = "其他 other";

    private static final List<String> VALUE_CLASSES = List.of("A", "B", "C");
    private static final List<String> CUSTOMER_TYPES = List.of("ENTERPRISE", "INDIVIDUAL");
    private static final int SCORE_DECIMALS = 1;
    private static final int MONEY_DECIMALS = 2;
    private static final int ANY_DECIMALS = -1;

    private final String name;
    private final Kind kind;
    private final boolean nullable;
    private final @Nullable String tag;
    private final TreeSet<Object> numbers = new TreeSet<>(Operands::compare);
    private final Set<String> texts = new LinkedHashSet<>();

    AxisDraft(String name, Kind kind, boolean nullable, @Nullable String tag) {
        this.name = name;
        this.kind = kind;
        this.nullable = nullable;
        this.tag = tag;
    }

    String name() {
        return name;
    }

    void note(Object constant) {
        if (constant instanceof String text) {
            texts.add(text);
        } else if (!(constant instanceof Boolean)) {
            numbers.add(constant);
        }
    }

    Axis axis(Manifest manifest, Outcomes outcomes) {
        List<Cell> cells = new ArrayList<>();
        if (nullable) {
            cells.add(new Cell(null, !name.equals("score") || outcomes.isGiven(Effect.INCOMPLETE), true));
        }
        boolean openText = kind == Kind.TEXT && addTexts(cells, manifest, outcomes);
        switch (kind) {
            case INTEGER, DATE -> cells.addAll(whole(outcomes));
            case DECIMAL -> cells.addAll(NumberCells.decimal(numbers, first(), last()));
            case EXACT -> cells.addAll(exact());
            case FLAG -> addFlags(cells, outcomes);
            case TEXT, TEXTS, NO_DATA -> {}
        }
        return new Axis(name, kind, cells, tag, openText);
    }

    private void addFlags(List<Cell> cells, Outcomes outcomes) {
        boolean outcome = name.equals("provisional");
        cells.add(new Cell(false, !outcome || outcomes.isGiven(Effect.GRADE), true));
        cells.add(new Cell(true, !outcome || outcomes.isGiven(Effect.PROVISIONAL), true));
    }

    private List<Cell> whole(Outcomes outcomes) {
        if (kind == Kind.DATE) {
            int first = numbers.isEmpty() || !name.equals(Operands.AS_OF) ? Integer.MIN_VALUE : (int) numbers.first();
            // before the first date a rule names, other rules were in force
            return NumberCells.whole(numbers, Integer.MIN_VALUE, Integer.MAX_VALUE, day -> day >= first);
        }
        int last = last() > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) last();
        Set<Object> given = switch (name) {
            case "creditPeriodDays" -> outcomes.creditPeriodDays();
            case "graceDays" -> outcomes.graceDays();
            default -> Set.of();
        };
        numbers.addAll(given);
        return NumberCells.whole(numbers, (int) first(), last, value -> given.isEmpty() || given.contains(value));
    }

    private List<Cell> exact() {
        Property property = Property.named(name);
        boolean stepped = name.equals("score");
        // averages and custom fields have any number of decimals, amounts those of their currency
        boolean any = property == null || property.metric() == Metric.AVERAGE_MONTHLY_SALES;
        int decimals = stepped ? SCORE_DECIMALS : any ? ANY_DECIMALS : MONEY_DECIMALS;
        return NumberCells.exact(numbers, first(), last(), decimals, stepped);
    }

    private double first() {
        Property property = Property.named(name);
        return property == null ? Double.NEGATIVE_INFINITY : property.from();
    }

    private double last() {
        Property property = Property.named(name);
        return property == null ? Double.POSITIVE_INFINITY : property.to();
    }

    /** Whether there are more texts than can be listed. */
    private boolean addTexts(List<Cell> cells, Manifest manifest, Outcomes outcomes) {
        switch (name) {
            case "grade" -> addAll(cells, manifest.grades(), outcomes.gradesReached());
            case "category" -> addAll(cells, manifest.categories(), outcomes.categories());
            case "term" ->
                addAll(
                        cells,
                        Arrays.stream(PaymentTerm.Type.values()).map(Enum::name).toList(),
                        outcomes.terms());
            case "valueClass" -> addAll(cells, VALUE_CLASSES, Set.copyOf(VALUE_CLASSES));
            case "previousGrade" -> addAnd(cells, manifest.grades(), false);
            case "customerType" -> addAnd(cells, CUSTOMER_TYPES, false);
            default -> {
                addAnd(cells, List.copyOf(texts), true);
                return true;
            }
        }
        return false;
    }

    private static void addAll(List<Cell> cells, List<String> all, Set<Object> ordinary) {
        all.forEach(text -> cells.add(new Cell(text, ordinary.contains(text), true)));
    }

    /** A list that others can extend: a grade of an older ladder, say. */
    private void addAnd(List<Cell> cells, List<String> named, boolean othersOrdinary) {
        Set<String> all = new LinkedHashSet<>(named);
        all.addAll(texts);
        for (String text : all) {
            cells.add(new Cell(text, named.contains(text) && !Truth.isTooLong(text), true));
        }
        String other = OTHER;
        while (all.contains(other)) {
            other += "?";
        }
        cells.add(new Cell(other, othersOrdinary, false));
    }
}
