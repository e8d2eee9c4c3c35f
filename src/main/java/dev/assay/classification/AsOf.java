package dev.assay.classification;

import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.time.LocalDate;
import java.util.List;

/** Which dates facts may be cut at. */
public final class AsOf {

    private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    private AsOf() {}

    /** @throws dev.assay.platform.problem.Problem INVALID_REQUEST */
    public static LocalDate check(LocalDate asOf) {
        if (asOf.isBefore(FIRST) || asOf.isAfter(LAST)) {
            throw ProblemType.INVALID_REQUEST.problem(
                    "asOf " + asOf + " is not a date of any ledger.",
                    List.of(new FieldError("/asOf", "use a date between " + FIRST + " and " + LAST)));
        }
        return asOf;
    }
}
