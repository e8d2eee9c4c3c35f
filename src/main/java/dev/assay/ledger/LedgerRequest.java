package dev.assay.ledger;

import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of a ledger. Only name, base currency and time zone are needed.
 *
 * @param customerCode default: letters, digits, {@code -}, {@code _} and {@code .}; automatic codes C000001, C000002 …
 * @param duplicatePolicy default WARN
 * @param materialityAmount default 100, in base currency
 * @param materialityRatio default 0.01
 * @param orderHorizonDays default 90
 * @param guard default: none
 * @param protectedFields default: none
 */
public record LedgerRequest(
        @Nullable String name,
        @Nullable String baseCurrency,
        @Nullable String timeZone,
        Ledger.@Nullable CustomerCodeRule customerCode,
        Ledger.@Nullable DuplicatePolicy duplicatePolicy,
        @Nullable BigDecimal materialityAmount,
        @Nullable BigDecimal materialityRatio,
        @Nullable Integer orderHorizonDays,
        Ledger.@Nullable Guard guard,
        @Nullable List<Ledger.AttributeDefinition> attributeDefinitions,
        @Nullable List<Ledger.ProtectedField> protectedFields) {

    private static final int NAME_LENGTH_MAX = 200;
    private static final int PATTERN_LENGTH_MAX = 200;
    private static final int ORDER_HORIZON_DAYS_MAX = 3650;
    private static final int ATTRIBUTES_MAX = 100;
    private static final BigDecimal MATERIALITY_MAX = new BigDecimal("1000000000000");
    private static final Ledger.CustomerCodeRule DEFAULT_CODE =
            new Ledger.CustomerCodeRule("[A-Za-z0-9][A-Za-z0-9._-]*", "C", 6);

    /** Writes the checked values into an entity; refuses all that is wrong at once. */
    void applyTo(LedgerEntity entity) {
        List<FieldError> errors = new ArrayList<>();
        entity.name = checkName(errors);
        entity.baseCurrency = checkCurrency(errors);
        entity.timeZone = checkZone(errors);
        Ledger.CustomerCodeRule rule = Objects.requireNonNullElse(customerCode, DEFAULT_CODE);
        checkRule(rule, errors);
        entity.customerCodePattern = rule.pattern();
        entity.customerCodePrefix = rule.prefix();
        entity.customerCodeDigits = (short) rule.digits();
        entity.duplicatePolicy = Objects.requireNonNullElse(duplicatePolicy, Ledger.DuplicatePolicy.WARN);
        entity.materialityAmount = Objects.requireNonNullElse(materialityAmount, BigDecimal.valueOf(100));
        within(entity.materialityAmount, MATERIALITY_MAX, 4, "/materialityAmount", errors);
        entity.materialityRatio = Objects.requireNonNullElse(materialityRatio, new BigDecimal("0.01"));
        within(entity.materialityRatio, BigDecimal.ONE, 8, "/materialityRatio", errors);
        entity.orderHorizonDays = Objects.requireNonNullElse(orderHorizonDays, 90);
        if (entity.orderHorizonDays < 0 || entity.orderHorizonDays > ORDER_HORIZON_DAYS_MAX) {
            errors.add(new FieldError(
                    "/orderHorizonDays", entity.orderHorizonDays + " is not between 0 and " + ORDER_HORIZON_DAYS_MAX));
        }
        applyGuard(entity, errors);
        entity.attributeDefinitions = Objects.requireNonNullElse(attributeDefinitions, List.of());
        checkAttributes(entity.attributeDefinitions, errors);
        entity.protectedFields = Objects.requireNonNullElse(protectedFields, List.<Ledger.ProtectedField>of()).stream()
                .distinct()
                .sorted()
                .toArray(Ledger.ProtectedField[]::new);
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_CONTENT.problem(
                    errors.size() + " value(s) of the ledger are not acceptable.", errors);
        }
    }

    private void applyGuard(LedgerEntity entity, List<FieldError> errors) {
        Ledger.Guard wanted = Objects.requireNonNullElse(guard, Ledger.Guard.NONE);
        entity.guardMovedRatio = wanted.movedRatio();
        entity.guardLimitChange = wanted.limitChange();
        if (wanted.movedRatio() != null) {
            within(wanted.movedRatio(), BigDecimal.ONE, 8, "/guard/movedRatio", errors);
        }
        if (wanted.limitChange() != null) {
            within(wanted.limitChange(), MATERIALITY_MAX, 4, "/guard/limitChange", errors);
        }
    }

    private String checkName(List<FieldError> errors) {
        if (name == null || name.isBlank() || name.length() > NAME_LENGTH_MAX || hasControl(name)) {
            errors.add(new FieldError("/name", "give a name of 1 to " + NAME_LENGTH_MAX + " printable characters"));
            return "";
        }
        return name.strip();
    }

    private String checkCurrency(List<FieldError> errors) {
        try {
            Currency currency = Currency.getInstance(Objects.requireNonNullElse(baseCurrency, ""));
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency.getCurrencyCode();
            }
        } catch (IllegalArgumentException e) {
            // reported below, with the value
        }
        errors.add(new FieldError("/baseCurrency", "\"" + baseCurrency + "\" is not an ISO 4217 currency such as CNY"));
        return "";
    }

    private String checkZone(List<FieldError> errors) {
        try {
            return ZoneId.of(Objects.requireNonNullElse(timeZone, "")).getId();
        } catch (DateTimeException e) {
            errors.add(new FieldError("/timeZone", "\"" + timeZone + "\" is not a time zone such as Asia/Shanghai"));
            return "";
        }
    }

    private static void checkRule(Ledger.CustomerCodeRule rule, List<FieldError> errors) {
        if (rule.digits() < 1 || rule.digits() > 12) {
            errors.add(new FieldError("/customerCode/digits", rule.digits() + " is not between 1 and 12"));
            return;
        }
        if (rule.prefix() == null || rule.pattern() == null || rule.pattern().length() > PATTERN_LENGTH_MAX) {
            errors.add(new FieldError(
                    "/customerCode",
                    "give a prefix (may be empty) and a pattern of at most " + PATTERN_LENGTH_MAX + " characters"));
            return;
        }
        try {
            Pattern.compile(rule.pattern());
        } catch (PatternSyntaxException e) {
            errors.add(new FieldError(
                    "/customerCode/pattern",
                    "\"" + rule.pattern() + "\" is not a regular expression: " + e.getDescription()));
            return;
        }
        if (rule.pattern().matches(".*\\)[*+{].*")) {
            errors.add(new FieldError(
                    "/customerCode/pattern",
                    "\"" + rule.pattern() + "\" repeats a group, which can take endless time; write it without"));
        } else if (!rule.accepts(rule.automatic(1))) {
            errors.add(new FieldError(
                    "/customerCode",
                    "the automatic code \"" + rule.automatic(1) + "\" doesn't match the pattern or is longer than "
                            + Ledger.CustomerCodeRule.LENGTH_MAX));
        }
    }

    private static void within(
            BigDecimal value, BigDecimal max, int scaleMax, String pointer, List<FieldError> errors) {
        if (value.signum() < 0
                || value.compareTo(max) > 0
                || value.stripTrailingZeros().scale() > scaleMax) {
            errors.add(new FieldError(
                    pointer,
                    value.toPlainString() + " is not between 0 and " + max.toPlainString() + " with at most " + scaleMax
                            + " decimals"));
        }
    }

    private static void checkAttributes(List<Ledger.AttributeDefinition> definitions, List<FieldError> errors) {
        if (definitions.size() > ATTRIBUTES_MAX) {
            errors.add(new FieldError("/attributeDefinitions", "at most " + ATTRIBUTES_MAX + " custom fields"));
        }
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < definitions.size(); i++) {
            Ledger.AttributeDefinition definition = definitions.get(i);
            String pointer = "/attributeDefinitions/" + i;
            if (definition.key() == null || !definition.key().matches("[A-Za-z][A-Za-z0-9_]{0,39}")) {
                errors.add(new FieldError(
                        pointer + "/key",
                        "\"" + definition.key() + "\": use a letter, then up to 39 letters, digits or _"));
            } else if (!keys.add(definition.key())) {
                errors.add(new FieldError(pointer + "/key", "\"" + definition.key() + "\" stands twice"));
            }
            boolean choice = definition.type() == Ledger.AttributeDefinition.Type.CHOICE;
            boolean options =
                    definition.options() != null && !definition.options().isEmpty();
            if (definition.type() == null || choice != options) {
                errors.add(new FieldError(
                        pointer, "give a type of TEXT, NUMBER, DATE or CHOICE, and options for CHOICE only"));
            }
        }
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
