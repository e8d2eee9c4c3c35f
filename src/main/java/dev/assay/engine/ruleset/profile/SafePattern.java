package dev.assay.engine.ruleset.profile;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a regular expression is cheap on every text: at most two unbounded repeats, none on a group, no back references, no
 * look-around. (Measured: one with four unbounded repeats took 27 s on 200 characters.)
 */
final class SafePattern {
    private static final int LENGTH_MAX = 200;
    private static final int UNBOUNDED_MAX = 2;

    private SafePattern() {}

    /** What is wrong with it, null if nothing. */
    static @Nullable String fault(String regex) {
        if (regex.length() > LENGTH_MAX) {
            return "longer than " + LENGTH_MAX;
        }
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            return e.getDescription();
        }
        return repeats(regex);
    }

    private static @Nullable String repeats(String regex) {
        int unbounded = 0;
        boolean inClass = false;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\') {
                i++;
                char escaped = i < regex.length() ? regex.charAt(i) : '\\';
                if (Character.isDigit(escaped) || escaped == 'k' || escaped == 'Q') {
                    return "\\" + escaped;
                }
            } else if (inClass) {
                inClass = c != ']';
            } else if (c == '[') {
                inClass = true;
            } else if (c == '(' && regex.startsWith("(?", i) && !regex.startsWith("(?:", i)) {
                return "(?";
            } else if (isUnbounded(regex, i)) {
                unbounded++;
                if (i > 0 && regex.charAt(i - 1) == ')') {
                    return ")" + c;
                }
            } else if (c == '{' && i > 0 && regex.charAt(i - 1) == ')') {
                return "){";
            }
        }
        return unbounded > UNBOUNDED_MAX ? unbounded + " × *, +" : null;
    }

    private static boolean isUnbounded(String regex, int at) {
        char c = regex.charAt(at);
        if (c == '*' || c == '+') {
            return true;
        }
        int close = c == '{' ? regex.indexOf('}', at) : -1;
        if (close < 0) {
            return false;
        }
        String counts = regex.substring(at + 1, close);
        return counts.endsWith(",") || counts.chars().filter(Character::isDigit).count() > 2;
    }
}
