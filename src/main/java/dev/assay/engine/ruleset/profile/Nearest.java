package dev.assay.engine.ruleset.profile;

import java.util.Collection;
import java.util.Locale;

/** The known name that an unknown one was probably meant to be. */
final class Nearest {
    private static final int NAME_LENGTH_MAX = 60;

    private Nearest() {}

    /** A hint with the nearest name, or the list of names if none is near; empty if there are too many to list. */
    static String hint(String unknown, Collection<String> known) {
        String best = null;
        int bestDistance = Math.max(2, unknown.length() / 3) + 1;
        if (unknown.length() <= NAME_LENGTH_MAX) {
            for (String name : known) {
                int distance = distance(unknown.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
                if (distance < bestDistance) {
                    best = name;
                    bestDistance = distance;
                }
            }
        }
        if (best != null) {
            return "maybe you meant " + best + " · 是否想写 " + best;
        }
        return known.size() <= 10 ? "known · 可用: " + String.join(", ", known) : "";
    }

    /** Edits between two words: insert, delete, replace. */
    private static int distance(String a, String b) {
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
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
