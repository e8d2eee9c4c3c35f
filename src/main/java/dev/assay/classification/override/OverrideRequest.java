package dev.assay.classification.override;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to set for a customer.
 *
 * @param value as {@link CustomerOverride#value}
 * @param expiresOn within five years
 * @param endsWhen absent: only its expiry and people end it
 */
public record OverrideRequest(
        CustomerOverride.@Nullable Field field,
        @Nullable JsonNode value,
        @Nullable String reason,
        @Nullable String evidence,
        @Nullable LocalDate expiresOn,
        @Nullable List<String> endsWhen) {

    private static final int TEXT_MAX = 2_000;
    private static final int YEARS_MAX = 5;
    private static final int PERIOD_DAYS_MAX = 365;
    private static final BigDecimal AMOUNT_MAX = new BigDecimal("1000000000000");

    /** The same without what may be absent. */
    public record Checked(
            CustomerOverride.Field field,
            JsonNode value,
            String reason,
            String evidence,
            LocalDate expiresOn,
            List<String> endsWhen) {}

    /**
     * @param grades of the rules that serve the ledger
     * @throws dev.assay.platform.problem.Problem INVALID_CONTENT naming every field at fault
     */
    public Checked check(Ledger ledger, List<String> grades, LocalDate today, ObjectMapper json) {
        List<FieldError> errors = new ArrayList<>();
        checkText(reason, "/reason", errors);
        checkText(evidence, "/evidence", errors);
        if (expiresOn == null || expiresOn.isBefore(today) || expiresOn.isAfter(today.plusYears(YEARS_MAX))) {
            errors.add(new FieldError(
                    "/expiresOn", "give its last day, from " + today + " on and within " + YEARS_MAX + " years"));
        }
        List<String> ends = endsWhen == null ? List.of() : endsWhen;
        for (int i = 0; i < ends.size(); i++) {
            if (!grades.contains(ends.get(i))) {
                errors.add(new FieldError("/endsWhen/" + i, "\"" + ends.get(i) + "\" is none of the grades " + grades));
            }
        }
        JsonNode checked = null;
        if (field == null || value == null) {
            errors.add(new FieldError(
                    field == null ? "/field" : "/value", "is missing; field is one of GRADE, LIMIT, TERM, HOLD"));
        } else {
            checked = value(ledger, field, value, grades, json, errors);
        }
        if (!errors.isEmpty()
                || field == null
                || checked == null
                || reason == null
                || evidence == null
                || expiresOn == null) {
            throw ProblemType.INVALID_CONTENT.problem("The override can't be like this.", errors);
        }
        return new Checked(field, checked, reason.strip(), evidence.strip(), expiresOn, ends);
    }

    private static void checkText(@Nullable String text, String pointer, List<FieldError> errors) {
        if (text == null || text.isBlank() || text.length() > TEXT_MAX) {
            errors.add(new FieldError(pointer, "give 1 to " + TEXT_MAX + " characters, for whoever asks a year later"));
        }
    }

    private static @Nullable JsonNode value(
            Ledger ledger,
            CustomerOverride.Field field,
            JsonNode value,
            List<String> grades,
            ObjectMapper json,
            List<FieldError> errors) {
        return switch (field) {
            case GRADE -> {
                if (!value.isTextual() || !grades.contains(value.asText())) {
                    errors.add(new FieldError("/value", value + " is none of the grades " + grades));
                }
                yield value;
            }
            case HOLD -> {
                if (!value.isBoolean()) {
                    errors.add(new FieldError("/value", value + " is neither true nor false"));
                }
                yield value;
            }
            case LIMIT -> limit(ledger, value, json, errors);
            case TERM -> term(value, json, errors);
        };
    }

    private static @Nullable JsonNode limit(Ledger ledger, JsonNode value, ObjectMapper json, List<FieldError> errors) {
        String type = value.path("type").asText();
        BigDecimal amount =
                value.path("amount").isNumber() ? value.path("amount").decimalValue() : null;
        boolean known = Arrays.stream(CreditLimit.Type.values())
                .anyMatch(each -> each.name().equals(type));
        boolean needsAmount = type.equals(CreditLimit.Type.AMOUNT.name());
        if (!known || needsAmount == (amount == null)) {
            errors.add(new FieldError(
                    "/value",
                    "give {\"type\": \"AMOUNT\", \"amount\": …}, {\"type\": \"NONE\"} or {\"type\": \"UNLIMITED\"}"));
            return null;
        }
        if (amount != null
                && (amount.signum() < 0
                        || amount.compareTo(AMOUNT_MAX) > 0
                        || amount.stripTrailingZeros().scale() > ledger.baseScale())) {
            errors.add(new FieldError(
                    "/value/amount",
                    amount.toPlainString() + " is negative, too large, or has more than " + ledger.baseScale()
                            + " decimals"));
            return null;
        }
        ObjectNode checked = json.createObjectNode().put("type", type);
        return amount == null ? checked : checked.put("amount", amount.setScale(ledger.baseScale()));
    }

    private static @Nullable JsonNode term(JsonNode value, ObjectMapper json, List<FieldError> errors) {
        String type = value.path("type").asText();
        boolean known = Arrays.stream(PaymentTerm.Type.values())
                .anyMatch(each -> each.name().equals(type));
        boolean open = type.equals(PaymentTerm.Type.OPEN_ACCOUNT.name());
        int days = value.path("creditPeriodDays").asInt(-1);
        boolean hasDays = value.has("creditPeriodDays");
        if (!known || open != hasDays || open && (days < 0 || days > PERIOD_DAYS_MAX)) {
            errors.add(new FieldError(
                    "/value",
                    "give {\"type\": \"OPEN_ACCOUNT\", \"creditPeriodDays\": 0 to " + PERIOD_DAYS_MAX
                            + "}, or one of PAY_ON_DELIVERY, PREPAY, DEPOSIT without days"));
            return null;
        }
        ObjectNode checked = json.createObjectNode().put("type", type);
        return open ? checked.put("creditPeriodDays", days) : checked;
    }
}
