package dev.assay.customer.content;

import java.util.regex.Pattern;

/**
 * The number of an individual as it is stored: what anybody may see of it, a tilde, and the whole of it sealed. Equal numbers are
 * stored alike, so that they can be looked for and compared.
 */
public final class IdNumber {

    private static final char SEAL = '~';
    private static final char HIDDEN = '*';
    /** In JSON. */
    private static final Pattern SEALED = Pattern.compile("~[A-Za-z0-9_-]+:[A-Za-z0-9+/=]+\"");

    private static final int LONG = 12;
    private static final int HEAD = 3;
    private static final int TAIL = 4;
    private static final int SHORT_TAIL = 2;

    private IdNumber() {}

    public static String stored(String number, String sealed) {
        return masked(number) + SEAL + sealed;
    }

    /** What anybody may see: all of an enterprise's number, the ends of an individual's. */
    public static String shown(String stored) {
        int seal = stored.indexOf(SEAL);
        return seal < 0 ? stored : stored.substring(0, seal);
    }

    /** JSON of customers with numbers as anybody may see them. */
    public static String shownIn(String json) {
        return SEALED.matcher(json).replaceAll("\"");
    }

    public static boolean isSealed(String stored) {
        return stored.indexOf(SEAL) >= 0;
    }

    /** The sealed part. */
    public static String sealed(String stored) {
        return stored.substring(stored.indexOf(SEAL) + 1);
    }

    /** Whether it is what a client was shown, and no number. */
    public static boolean isMasked(String taxId) {
        return taxId.indexOf(HIDDEN) >= 0;
    }

    private static String masked(String number) {
        int head = number.length() >= LONG ? HEAD : 0;
        int tail = number.length() >= LONG ? TAIL : Math.min(SHORT_TAIL, number.length() / 2);
        return number.substring(0, head)
                + String.valueOf(HIDDEN).repeat(number.length() - head - tail)
                + number.substring(number.length() - tail);
    }
}
