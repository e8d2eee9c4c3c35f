package dev.assay.customer.content;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a tax id. Ids of other countries and old fifteen-digit ones have no check here. */
final class TaxId {

    private static final Pattern RESIDENT = Pattern.compile("[0-9]{17}[0-9X]");
    /** GB 11643: weights 2^(17−i) mod 11, and the digit for each remainder. */
    private static final int[] RESIDENT_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private static final String RESIDENT_DIGITS = "10X98765432";
    /** A credit code in all but a letter that is easily mistaken for a digit. */
    private static final Pattern MISTYPED = Pattern.compile("[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{10}");

    private TaxId() {}

    /** What is wrong, null if nothing is. An individual may have the number of a resident's identity card instead. */
    static @Nullable String fault(String taxId, CustomerType type) {
        if (!UnifiedSocialCreditCode.claimedBy(taxId)) {
            return MISTYPED.matcher(taxId).matches()
                    ? "\"" + taxId
                            + "\" has the shape of a unified social credit code, but I, O, S, V and Z don't occur "
                            + "in one; check for 1, 0, 5, U and 2"
                    : null;
        }
        char expected = UnifiedSocialCreditCode.checkDigit(taxId);
        char actual = taxId.charAt(UnifiedSocialCreditCode.LENGTH - 1);
        if (actual == expected) {
            return null;
        }
        String message = "\"" + taxId + "\" is not a unified social credit code: its check digit (GB 32100-2015) is "
                + actual + ", expected " + expected;
        if (type == CustomerType.INDIVIDUAL && RESIDENT.matcher(taxId).matches()) {
            char resident = residentDigit(taxId);
            return actual == resident
                    ? null
                    : message + "; nor is it a resident identity number, whose check digit would be " + resident;
        }
        return message + "; check the other 17 characters too";
    }

    private static char residentDigit(String number) {
        int sum = 0;
        for (int i = 0; i < RESIDENT_WEIGHTS.length; i++) {
            sum += (number.charAt(i) - '0') * RESIDENT_WEIGHTS[i];
        }
        return RESIDENT_DIGITS.charAt(sum % 11);
    }
}
