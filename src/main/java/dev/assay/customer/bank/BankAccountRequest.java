package dev.assay.customer.bank;

import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A bank account to be added.
 *
 * @param number 8 to 34 letters or digits; spaces and dashes are taken out
 * @param currency ISO code; absent: the ledger's
 */
public record BankAccountRequest(
        @Nullable String bank,
        @Nullable String holder,
        @Nullable String currency,
        @Nullable String number) {

    private static final int TEXT_MAX = 200;
    /** As long as an IBAN may be. */
    private static final Pattern NUMBER = Pattern.compile("[A-Z0-9]{8,34}");

    record Checked(String bank, String holder, String currency, String number) {}

    /** @throws dev.assay.platform.problem.Problem INVALID_CONTENT naming every field at fault, never the number itself */
    Checked check(String baseCurrency) {
        List<FieldError> errors = new ArrayList<>();
        text(bank, "/bank", errors);
        text(holder, "/holder", errors);
        String plain = number == null ? "" : number.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        if (!NUMBER.matcher(plain).matches()) {
            errors.add(new FieldError("/number", "must have 8 to 34 letters or digits"));
        }
        String wanted = currency == null ? baseCurrency : currency;
        if (Currency.getAvailableCurrencies().stream()
                .noneMatch(each -> each.getCurrencyCode().equals(wanted))) {
            errors.add(new FieldError("/currency", "\"" + wanted + "\" is no ISO currency code"));
        }
        if (!errors.isEmpty() || bank == null || holder == null) {
            throw ProblemType.INVALID_CONTENT.problem("The bank account can't be like this.", errors);
        }
        return new Checked(bank.strip(), holder.strip(), wanted, plain);
    }

    private static void text(@Nullable String text, String pointer, List<FieldError> errors) {
        if (text == null
                || text.isBlank()
                || text.length() > TEXT_MAX
                || text.chars().anyMatch(Character::isISOControl)) {
            errors.add(new FieldError(pointer, "give 1 to " + TEXT_MAX + " characters"));
        }
    }

    /** Without the number, so that no log ever has it. */
    @Override
    public String toString() {
        return "BankAccountRequest[bank=" + bank + "]";
    }
}
