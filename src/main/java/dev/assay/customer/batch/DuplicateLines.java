package dev.assay.customer.batch;

import dev.assay.customer.Duplicates;
import dev.assay.platform.problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who has a name or a tax id while the lines of a batch are stored one after the other. */
final class DuplicateLines {

    private final Map<String, TreeSet<String>> names;
    private final Map<String, TreeSet<String>> taxIds;

    DuplicateLines(StoredCustomers stored) {
        this.names = copy(stored.names());
        this.taxIds = copy(stored.taxIds());
    }

    private static Map<String, TreeSet<String>> copy(Map<String, TreeSet<String>> holders) {
        Map<String, TreeSet<String>> copy = new java.util.HashMap<>();
        holders.forEach((value, codes) -> copy.put(value, new TreeSet<>(codes)));
        return copy;
    }

    /** What a line would double, as far as it changes anything. */
    List<FieldError> of(StagedLine line) {
        List<FieldError> found = new ArrayList<>();
        StagedLine.Existing existing = line.existing();
        if (existing == null || !existing.nameKey().equals(line.nameKey())) {
            String holder = other(names.get(line.nameKey()), line.code());
            if (holder != null) {
                found.add(Duplicates.sameName(line.name(), holder));
            }
        }
        String taxId = line.taxId();
        if (taxId != null && (existing == null || !taxId.equals(existing.taxId()))) {
            String holder = other(taxIds.get(taxId), line.code());
            if (holder != null) {
                found.add(Duplicates.sameTaxId(taxId, holder));
            }
        }
        return found;
    }

    /** The line counts for those after it. */
    void store(StagedLine line) {
        StagedLine.Existing existing = line.existing();
        move(names, existing == null ? null : existing.nameKey(), line.nameKey(), line.code());
        move(taxIds, existing == null ? null : existing.taxId(), line.taxId(), line.code());
    }

    private static void move(
            Map<String, TreeSet<String>> holders, @Nullable String from, @Nullable String to, String code) {
        if (Objects.equals(from, to)) {
            return;
        }
        if (from != null && holders.containsKey(from)) {
            holders.get(from).remove(code);
        }
        if (to != null) {
            holders.computeIfAbsent(to, value -> new TreeSet<>()).add(code);
        }
    }

    private static @Nullable String other(@Nullable TreeSet<String> codes, String code) {
        if (codes == null) {
            return null;
        }
        return codes.stream().filter(c -> !c.equals(code)).findFirst().orElse(null);
    }
}
