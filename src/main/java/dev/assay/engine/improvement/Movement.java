package dev.assay.engine.improvement;

import dev.assay.engine.fact.Metric;

/** In which way a metric of one customer can move. */
enum Movement {
    /** Either way, by what the customer does. */
    FREE,
    /** Upwards only, by a day a day. */
    BY_TIME,
    /** Down to 0 only: a purchase today. */
    TO_ZERO,
    /** As FREE, but the other customers of the ledger have a part in it. */
    RELATIVE,
    /** Not by anything the customer does from now on. */
    FIXED;

    static Movement of(Metric metric) {
        return switch (metric) {
            case TENURE_DAYS -> BY_TIME;
            case RECENCY_DAYS -> TO_ZERO;
            case RFM_RECENCY, RFM_FREQUENCY, RFM_MONETARY -> RELATIVE;
            // what is past, how fresh the feed is, what follows from the limit, and the class that needs the whole
            // ledger
            case NET_REVENUE_PREV_12M, DATA_AGE_DAYS, EXPOSURE_WITHOUT_LIMIT, VALUE_CLASS -> FIXED;
            default -> FREE;
        };
    }
}
