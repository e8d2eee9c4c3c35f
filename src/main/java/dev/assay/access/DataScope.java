package dev.assay.access;

import java.util.Set;

/**
 * Which customers a person sees: those whose region, department and owner are each among the given ones; an empty set asks for
 * nothing. A customer without such a value is seen only where nothing is asked for.
 */
public record DataScope(Set<String> regions, Set<String> departments, Set<String> owners) {

    /** Every customer. */
    public static final DataScope ALL = new DataScope(Set.of(), Set.of(), Set.of());

    public DataScope {
        regions = Set.copyOf(regions);
        departments = Set.copyOf(departments);
        owners = Set.copyOf(owners);
    }

    public boolean isAll() {
        return regions.isEmpty() && departments.isEmpty() && owners.isEmpty();
    }
}
