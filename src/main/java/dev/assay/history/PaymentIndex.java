package dev.assay.history;

/** The payment index: 0..100 by weighted days late, 80 is paid on the due date. Curve: docs/domain.md section 3. */
final class PaymentIndex {

    private static final double[] DAYS = {-30, -20, 0, 15, 22, 30, 60, 90, 120, 180};
    private static final double[] INDEX = {100, 90, 80, 70, 60, 50, 40, 30, 20, 0};

    private PaymentIndex() {}

    /** Linear between the points of the curve, flat outside of them. */
    static double at(double days) {
        if (days <= DAYS[0]) {
            return INDEX[0];
        }
        for (int i = 1; i < DAYS.length; i++) {
            if (days <= DAYS[i]) {
                double share = (days - DAYS[i - 1]) / (DAYS[i] - DAYS[i - 1]);
                return INDEX[i - 1] + share * (INDEX[i] - INDEX[i - 1]);
            }
        }
        return INDEX[INDEX.length - 1];
    }
}
