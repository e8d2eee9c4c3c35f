package dev.assay.engine.ruleset.analysis;

import dev.assay.engine.ruleset.analysis.Sweep.RuleSet;
import dev.assay.engine.ruleset.profile.CheckedRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules that belong together: the rows of a table, or rules that stand alone but compare the same single property. */
final class Groups {

    /**
     * Some rules, in the order they are tried.
     *
     * @param name of the table, or of the property
     * @param table the author said that they exclude each other
     */
    record Group(String name, boolean table, List<CheckedRule> rules) {}

    private Groups() {}

    /** Groups of two and more, some of which may be idle and so left out. */
    static List<Group> of(Regions regions, RuleSet idle) {
        Map<String, List<CheckedRule>> tables = new LinkedHashMap<>();
        Map<String, Integer> rows = new HashMap<>();
        Map<String, List<CheckedRule>> alone = new LinkedHashMap<>();
        for (CheckedRule rule : regions.rules()) {
            String group = rule.group();
            rows.merge(group == null ? "" : group, 1, Integer::sum);
            if (idle.contains(rule)) {
                continue;
            }
            int axis = group == null ? onlyAxis(regions, rule) : -1;
            if (group != null) {
                tables.computeIfAbsent(group, name -> new ArrayList<>()).add(rule);
            } else if (axis >= 0) {
                alone.computeIfAbsent(regions.space().axes().get(axis).name(), name -> new ArrayList<>())
                        .add(rule);
            }
        }
        List<Group> groups = new ArrayList<>();
        tables.forEach((name, rules) -> {
            if (rows.getOrDefault(name, 0) > 1) {
                groups.add(new Group(name, true, rules));
            }
        });
        alone.forEach((name, rules) -> {
            if (rules.size() > 1) {
                groups.add(new Group(name, false, rules));
            }
        });
        return groups;
    }

    private static int onlyAxis(Regions regions, CheckedRule rule) {
        int only = -1;
        for (Box box : regions.of(rule)) {
            for (int axis = 0; axis < box.cells().length; axis++) {
                if (box.at(axis) != null && axis != only) {
                    if (only >= 0) {
                        return -1;
                    }
                    only = axis;
                }
            }
        }
        return only;
    }
}
