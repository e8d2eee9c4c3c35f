package dev.assay.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a mistyped one was probably meant to be; capitals don't matter. */
public final class ClosestName {
    private static final int LENGTH_MAX = 60;
    private static final int LISTED_MAX = 10;

    private ClosestName() {}

    /** The nearest of the known names, if at most a third of it (but at least one letter) would have to change. */
    public static Optional<String> to(String typed, Collection<String> known) {
        if (typed.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        String wanted = typed.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(name -> isNear(wanted, name))
                .min(Comparator.<String>comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** "; did you mean "x"?", or nothing. */
    public static String suggestion(String typed, Collection<String> known) {
        return to(typed, known).map(name -> "; did you mean \"" + name + "\"?").orElse("");
    }

    /** The nearest name in both languages, or the list of names if none is near; empty if there are too many to list. */
    public static String hint(String typed, Collection<String> known) {
        return to(typed, known)
                .map(name -> "maybe you meant " + name + " · 是否想写 " + name)
                .orElse(known.isEmpty() || known.size() > LISTED_MAX ? "" : "known · 可用: " + String.join(", ", known));
    }

    private static boolean isNear(String wanted, String name) {
        int longer = Math.max(wanted.length(), name.length());
        int allowed = Math.min(Math.max(1, longer / 3), longer - 1);
        return Math.abs(wanted.length() - name.length()) <= allowed
                && distance(wanted, name.toLowerCase(Locale.ROOT)) <= allowed;
    }

    /** Letters to insert, delete, replace, or swap with their neighbour. */
    private static int distance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
                }
            }
            beforePrevious = previous;
            previous = current;
        }
        return previous[b.length()];
    }
}
