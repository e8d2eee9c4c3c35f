package dev.assay.engine.fact;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A step of an evaluation. All rules of a phase see the same facts; its outcome is a fact for the phases after it. */
public enum Phase {
    SCORE,
    GRADE,
    CATEGORY,
    TERM,
    LIMIT,
    HOLD,
    /** Asked about an order of a customer that is graded already; grading passes it by. */
    CHECK;

    /** The name in files: the folder of the phase. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static @Nullable Phase byKey(String key) {
        return Arrays.stream(values())
                .filter(phase -> phase.key().equals(key))
                .findFirst()
                .orElse(null);
    }
}
