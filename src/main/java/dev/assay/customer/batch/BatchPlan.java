package dev.assay.customer.batch;

import dev.assay.customer.CustomerParents;
import dev.assay.customer.batch.BatchAnswer.LineError;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.Ledger.DuplicatePolicy;
import dev.assay.platform.problem.FieldError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each staged line: as if the customers were put one by one in their order, but with every parent of the batch
 * known from the start. A rejected line takes those with it that have no other parent than the customer it would have created.
 */
final class BatchPlan {

    private static final String PROTECTED =
            "only changes when another person agrees, in this ledger; put this customer alone to ask for it";

    private final Ledger ledger;
    private final StoredCustomers stored;
    private final RejectedLines rejected;
    /** The line that speaks for a code, in order; without those that change nothing. */
    private final Map<String, StagedLine> changes = new LinkedHashMap<>();

    private final Map<String, List<StagedLine>> children = new HashMap<>();
    private final List<StagedLine> twins = new ArrayList<>();
    private final Map<String, StagedLine> firsts = new HashMap<>();
    private final List<Long> idle = new ArrayList<>();
    private List<LineError> warnings = List.of();

    private BatchPlan(Ledger ledger, StoredCustomers stored, RejectedLines rejected) {
        this.ledger = ledger;
        this.stored = stored;
        this.rejected = rejected;
    }

    static BatchPlan of(Ledger ledger, List<StagedLine> lines, StoredCustomers stored, RejectedLines rejected) {
        BatchPlan plan = new BatchPlan(ledger, stored, rejected);
        lines.forEach(plan::take);
        plan.decide();
        return plan;
    }

    List<LineError> warnings() {
        return warnings;
    }

    long created() {
        return changes.values().stream()
                .filter(line -> accepted(line) && line.existing() == null)
                .count();
    }

    long updated() {
        return changes.values().stream()
                .filter(line -> accepted(line) && line.existing() != null)
                .count();
    }

    long unchanged() {
        return idle.size();
    }

    /** The lines that must not be written. */
    List<Long> dropped(List<StagedLine> lines) {
        List<Long> dropped = new ArrayList<>(idle);
        lines.stream().filter(line -> !accepted(line)).map(StagedLine::line).forEach(dropped::add);
        return dropped;
    }

    private boolean accepted(StagedLine line) {
        return !rejected.contains(line.line());
    }

    private void take(StagedLine line) {
        StagedLine first = firsts.putIfAbsent(line.code(), line);
        if (first != null) {
            if (first.fingerprint().equals(line.fingerprint())) {
                twins.add(line);
            } else {
                rejected.add(new LineError(
                        line.line(),
                        line.code(),
                        "/code",
                        "line " + first.line() + " says something else of customer \"" + line.code()
                                + "\"; send one of the two"));
            }
        } else if (line.same()) {
            idle.add(line.line());
        } else {
            changes.put(line.code(), line);
            if (line.parentCode() != null) {
                children.computeIfAbsent(line.parentCode(), code -> new ArrayList<>())
                        .add(line);
            }
        }
    }

    private void decide() {
        checkProtected();
        int before;
        do {
            before = rejected.size();
            checkParents();
            checkDuplicates();
        } while (rejected.size() > before);
        for (StagedLine twin : twins) {
            StagedLine first = firsts.get(twin.code());
            if (first != null && !accepted(first)) {
                reject(twin, "", "is rejected like line " + first.line() + ", which says the same");
            } else {
                idle.add(twin.line());
            }
        }
    }

    /** What another person must agree to is asked for one customer at a time. */
    private void checkProtected() {
        for (StagedLine line : changes.values()) {
            StagedLine.Existing existing = line.existing();
            if (existing == null || !accepted(line)) {
                continue;
            }
            if (ledger.protects(Ledger.ProtectedField.TAX_ID) && !Objects.equals(existing.taxId(), line.taxId())) {
                reject(line, "/taxId", PROTECTED);
            }
            if (ledger.protects(Ledger.ProtectedField.PARENT)
                    && !Objects.equals(stored.parents().get(line.code()), line.parentCode())) {
                reject(line, "/parentCode", PROTECTED);
            }
        }
    }

    private void checkParents() {
        Map<String, @Nullable String> parents = new HashMap<>(stored.parents());
        for (StagedLine line : changes.values()) {
            if (accepted(line)) {
                String fault = parentFault(line, parents);
                if (fault == null) {
                    parents.put(line.code(), line.parentCode());
                } else {
                    reject(line, "/parentCode", fault);
                }
            }
        }
        // Once more, now that all of them stand: a chain may have grown at its upper end.
        for (StagedLine line : changes.values()) {
            String fault = accepted(line) ? parentFault(line, parents) : null;
            if (fault != null) {
                reject(line, "/parentCode", fault);
            }
        }
    }

    private @Nullable String parentFault(StagedLine line, Map<String, @Nullable String> parents) {
        String parentCode = line.parentCode();
        if (parentCode == null) {
            return null;
        }
        StagedLine staged = changes.get(parentCode);
        if (!stored.parents().containsKey(parentCode) && (staged == null || !accepted(staged))) {
            return CustomerParents.missing(ledger, parentCode);
        }
        return CustomerParents.fault(line.code(), parentCode, parents::get);
    }

    private void checkDuplicates() {
        DuplicateLines duplicates = new DuplicateLines(stored);
        List<LineError> found = new ArrayList<>();
        for (StagedLine line : changes.values()) {
            if (accepted(line)) {
                List<FieldError> ofLine = duplicates.of(line);
                if (!ofLine.isEmpty() && ledger.duplicatePolicy() == DuplicatePolicy.REFUSE) {
                    ofLine.forEach(error -> reject(line, error.pointer(), error.message()));
                } else {
                    ofLine.stream()
                            .limit(BatchAnswer.WARNINGS_MAX - found.size())
                            .forEach(error -> found.add(
                                    new LineError(line.line(), line.code(), error.pointer(), error.message())));
                    duplicates.store(line);
                }
            }
        }
        warnings = List.copyOf(found);
    }

    private void reject(StagedLine line, String pointer, String message) {
        rejected.add(new LineError(line.line(), line.code(), pointer, message));
        Deque<StagedLine> gone = new ArrayDeque<>(List.of(line));
        while (!gone.isEmpty()) {
            StagedLine parent = gone.pop();
            if (parent.existing() != null) {
                continue;
            }
            for (StagedLine child : children.getOrDefault(parent.code(), List.of())) {
                if (accepted(child)) {
                    rejected.add(new LineError(
                            child.line(),
                            child.code(),
                            "/parentCode",
                            "customer \"" + parent.code() + "\" is rejected in line " + parent.line()
                                    + "; mend that line first"));
                    gone.push(child);
                }
            }
        }
    }
}
