package dev.assay.customer.content;

/**
 * The check digit of a unified social credit code (统一社会信用代码) by GB 32100-2015.
 *
 * <p>Eighteen characters of digits and capital letters without I, O, S, V and Z. The last one is 31 − (Σ value·3ⁱ mod 31), where 31
 * stands as 0.
 */
public final class UnifiedSocialCreditCode {

    public static final int LENGTH = 18;
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private UnifiedSocialCreditCode() {}

    /** Whether a text has the shape of such a code, right or wrong. */
    public static boolean claimedBy(String text) {
        return text.length() == LENGTH && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }

    /** The check digit that belongs to the first seventeen characters of a text that has the shape. */
    public static char checkDigit(String text) {
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < LENGTH - 1; i++) {
            sum += ALPHABET.indexOf(text.charAt(i)) * weight;
            weight = weight * 3 % ALPHABET.length();
        }
        return ALPHABET.charAt((ALPHABET.length() - sum % ALPHABET.length()) % ALPHABET.length());
    }
}
