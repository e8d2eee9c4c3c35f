package dev.assay.engine.ruleset.profile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a regular expression is cheap on every text of 200 characters: no back references, no look-around, no repeat of a group,
 * and a bound on the ways there are to match, which is what a backtracking matcher may have to try. Each repeat multiplies them by the
 * lengths it allows, each group by its alternatives. (Measured: one with four unbounded repeats took 27 s.)
 */
final class SafePattern {
    private static final int LENGTH_MAX = 200;
    private static final int UNBOUNDED_MAX = 2;
    /** As many as two unbounded repeats have, and some choice beside them. */
    private static final long WAYS_MAX = 200L * 200 * 64;

    private static final Pattern COUNTS = Pattern.compile("\\{([0-9]{1,3})(,([0-9]{0,3}))?}");

    private final String regex;
    private final Deque<Integer> alternatives = new ArrayDeque<>();
    private int unbounded;
    private long ways = 1;

    private SafePattern(String regex) {
        this.regex = regex;
    }

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
        return new SafePattern(regex).fault();
    }

    private @Nullable String fault() {
        boolean inClass = false;
        alternatives.push(1);
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
            } else if (c == '(') {
                if (regex.startsWith("(?", i)) {
                    if (!regex.startsWith("(?:", i)) {
                        return "(?";
                    }
                    i += 2;
                }
                alternatives.push(1);
            } else if (c == '|') {
                alternatives.push(alternatives.pop() + 1);
            } else if (c == ')') {
                multiply(alternatives.pop());
            } else if ("*+?{".indexOf(c) >= 0) {
                if (c != '?' && i > 0 && regex.charAt(i - 1) == ')') {
                    return ")" + c;
                }
                repeat(i);
            }
        }
        alternatives.forEach(this::multiply);
        if (unbounded > UNBOUNDED_MAX) {
            return unbounded + " × *, +";
        }
        return ways > WAYS_MAX ? "more than " + WAYS_MAX + " ways to match" : null;
    }

    private void repeat(int at) {
        if (regex.charAt(at) == '?') {
            multiply(2);
            return;
        }
        Matcher counts = COUNTS.matcher(regex).region(at, regex.length());
        if (counts.lookingAt() && (counts.group(2) == null || !counts.group(3).isEmpty())) {
            int from = Integer.parseInt(counts.group(1));
            multiply(counts.group(2) == null ? 1 : Integer.parseInt(counts.group(3)) - from + 1);
        } else {
            unbounded++;
            multiply(LENGTH_MAX);
        }
    }

    private void multiply(int factor) {
        ways = Math.min(ways * Math.max(1, factor), Long.MAX_VALUE / Integer.MAX_VALUE);
    }
}
