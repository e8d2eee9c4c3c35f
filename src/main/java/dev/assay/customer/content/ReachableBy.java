package dev.assay.customer.content;

import java.util.regex.Pattern;

/** Whether a phone number or an email address could be one. Plausible, not proven: only a message sent proves it. */
final class ReachableBy {

    private static final int PHONE_DIGITS_MIN = 5;
    private static final int PHONE_DIGITS_MAX = 20;
    private static final Pattern PHONE =
            Pattern.compile("\\+?[0-9(][0-9 ()/.\\-]*(( ?(ext\\.?|x|#|转) ?)[0-9]{1,6})?", Pattern.CASE_INSENSITIVE);
    private static final Pattern LOCAL_PART = Pattern.compile("[^\\s@<>(),;:\\\\\"\\[\\]]{1,64}");
    private static final Pattern DOMAIN_LABEL = Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?");

    private ReachableBy() {}

    static boolean phone(String text) {
        long digits = text.chars().filter(c -> c >= '0' && c <= '9').count();
        return digits >= PHONE_DIGITS_MIN
                && digits <= PHONE_DIGITS_MAX
                && PHONE.matcher(text).matches();
    }

    static boolean email(String text) {
        int at = text.indexOf('@');
        if (at < 0 || !LOCAL_PART.matcher(text.substring(0, at)).matches() || hasStrayDot(text.substring(0, at))) {
            return false;
        }
        String[] labels = text.substring(at + 1).split("\\.", -1);
        if (labels.length < 2) {
            return false;
        }
        for (String label : labels) {
            if (!DOMAIN_LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasStrayDot(String localPart) {
        return localPart.startsWith(".") || localPart.endsWith(".") || localPart.contains("..");
    }
}
