package dev.assay.engine.closing;

import dev.assay.engine.fact.Given;

/**
 * An effect that shaped a decision.
 *
 * @param weight how much: points lost, or one of the constants; 0 is never principal
 */
record Shape(Given given, double weight) {
    static final double CAP = 1_000;
    static final double HOLD = 950;
    static final double PROVISIONAL = 900;
    static final double INCOMPLETE = 850;
    static final double STEP = 800;
    static final double PENDING = 700;
    static final double WARNING = 650;
    static final double NO_LIMIT = 600;
    static final double NONE = 0;
}
