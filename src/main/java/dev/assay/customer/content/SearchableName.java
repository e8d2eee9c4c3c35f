package dev.assay.customer.content;

import java.text.Normalizer;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * A name as it is compared.
 *
 * @param key equal for two names that differ only in width, case, spacing or invisible characters
 * @param terms the words of the name; in Chinese, Japanese and Korean every character is a word, because no spaces tell where words
 *     end. Trigram similarity over it finds 华维技术 for 华为技术, and 华为 within 深圳市华为技术有限公司
 */
public record SearchableName(String key, String terms) {

    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final String NO_LATIN_WORD = "[[^\\p{L}\\p{N}]\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]";
    /** Tells nothing: 华为 技术 is 华为技术, and Contoso（China） is Contoso (China). */
    private static final Pattern IDLE_SPACE = Pattern.compile("(?<=" + NO_LATIN_WORD + ") | (?=" + NO_LATIN_WORD + ")");

    public static SearchableName of(String name) {
        String plain = INVISIBLE
                .matcher(Normalizer.normalize(name, Normalizer.Form.NFKC))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        String spaced = SPACE.matcher(plain).replaceAll(" ").strip();
        return new SearchableName(IDLE_SPACE.matcher(spaced).replaceAll(""), terms(plain));
    }

    /** Whether a text has characters that are words of their own. */
    public static boolean isIdeographic(String text) {
        return text.codePoints().anyMatch(SearchableName::isWordOfItsOwn);
    }

    private static String terms(String plain) {
        StringJoiner terms = new StringJoiner(" ");
        StringBuilder word = new StringBuilder();
        plain.codePoints().forEach(c -> {
            boolean alone = isWordOfItsOwn(c);
            if ((alone || !Character.isLetterOrDigit(c)) && !word.isEmpty()) {
                terms.add(word);
                word.setLength(0);
            }
            if (alone) {
                terms.add(Character.toString(c));
            } else if (Character.isLetterOrDigit(c)) {
                word.appendCodePoint(c);
            }
        });
        if (!word.isEmpty()) {
            terms.add(word);
        }
        return terms.toString();
    }

    private static boolean isWordOfItsOwn(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> true;
            default -> false;
        };
    }
}
