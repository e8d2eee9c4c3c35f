package dev.assay.ledger;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An independent set of books.
 *
 * @param customerCode how customers are numbered
 * @param materialityAmount in base currency; an overdue item of at most this much never counts as the oldest
 * @param materialityRatio the same as a share of the open balance, 0..1
 * @param orderHorizonDays orders to be delivered later than this after the as-of date are no exposure yet
 * @param guard what a run may change without a person's consent
 * @param attributeDefinitions the custom fields customers may have
 * @param protectedFields what of a customer only changes when another person agrees
 * @param version grows with each change
 */
public record Ledger(
        int id,
        String code,
        String name,
        Currency baseCurrency,
        ZoneId timeZone,
        CustomerCodeRule customerCode,
        DuplicatePolicy duplicatePolicy,
        BigDecimal materialityAmount,
        BigDecimal materialityRatio,
        int orderHorizonDays,
        Guard guard,
        List<AttributeDefinition> attributeDefinitions,
        List<ProtectedField> protectedFields,
        int version) {

    /** Whether a field of a customer that exists only changes when another person agrees. */
    public boolean protects(ProtectedField field) {
        return protectedFields.contains(field);
    }

    /** What of a customer can be protected. */
    public enum ProtectedField {
        TAX_ID,
        PARENT,
        BANK_ACCOUNT
    }

    /** Decimal places of the base currency. */
    public int baseScale() {
        return Math.max(0, baseCurrency.getDefaultFractionDigits());
    }

    /**
     * How much a run may change before it stops and waits for a person.
     *
     * @param movedRatio share of the customers graded before that may move, 0..1; null: any
     * @param limitChange by how much the total limit may change either way, in base currency; null: by any amount
     */
    public record Guard(
            @Nullable BigDecimal movedRatio, @Nullable BigDecimal limitChange) {

        /** No guard. */
        public static final Guard NONE = new Guard(null, null);
    }

    /** What happens when a customer has the name or tax id of another one. */
    public enum DuplicatePolicy {
        REFUSE,
        WARN
    }

    /**
     * How customer codes look.
     *
     * @param pattern regular expression a whole code must match
     * @param prefix what automatic codes begin with
     * @param digits digits of the sequence that follows the prefix
     */
    public record CustomerCodeRule(String pattern, String prefix, int digits) {

        /** The longest code any ledger may have. */
        public static final int LENGTH_MAX = 20;

        public boolean accepts(String code) {
            return code.length() <= LENGTH_MAX && Pattern.matches(pattern, code);
        }

        public String automatic(long sequence) {
            return prefix + String.format(Locale.ROOT, "%0" + digits + "d", sequence);
        }
    }

    /**
     * A typed custom field.
     *
     * @param key its name in JSON and in rules
     * @param options the values a CHOICE may have, empty for other types
     */
    public record AttributeDefinition(String key, Type type, List<String> options) {

        /** What values a field takes. */
        public enum Type {
            TEXT,
            NUMBER,
            DATE,
            CHOICE
        }
    }
}
