package dev.assay.engine.closing;

import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.CreditLimit.Status;
import dev.assay.engine.decision.CreditLimit.Type;
import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.CustomerFacts.Previous;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.fact.Given;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Closes the limit phase: min(averageMonthlySales × termDays ÷ monthDays × factor, ceiling), floored to a multiple of the step, plus
 * what rules add. All of it exact; only the sum is rounded, half up, to the currency's decimals.
 */
final class LimitClosing {
    private static final int MONTH_DAYS = 30;
    private static final BigDecimal SMALLEST_STEP = new BigDecimal("0.01");
    private static final Map<String, Integer> DECIMALS = Currency.getAvailableCurrencies().stream()
            .collect(Collectors.toUnmodifiableMap(
                    Currency::getCurrencyCode, currency -> Math.max(0, currency.getDefaultFractionDigits())));
    private static final int DECIMALS_OTHERWISE = 2;

    private LimitClosing() {}

    static CreditLimit close(Customer customer, Effects effects, List<Shape> shapes) {
        String currency = customer.facts().currency();
        List<Given> refusals = effects.all(Effect.NO_LIMIT);
        if (!refusals.isEmpty()) {
            refusals.forEach(given -> shapes.add(new Shape(given, Shape.NO_LIMIT)));
            return new CreditLimit(Type.NONE, BigDecimal.ZERO, currency, Status.GRANTED);
        }
        List<Given> unlimited = effects.all(Effect.UNLIMITED);
        if (!unlimited.isEmpty()) {
            unlimited.forEach(given -> shapes.add(new Shape(given, Shape.NONE)));
            return new CreditLimit(Type.UNLIMITED, null, currency, status(customer, effects, null, shapes));
        }
        BigDecimal amount = base(customer, effects, shapes);
        for (Given added : effects.all(Effect.LIMIT_ADD)) {
            if (Effects.number(added).signum() != 0) {
                amount = amount.add(Effects.number(added));
                shapes.add(new Shape(added, Shape.NONE));
            }
        }
        BigDecimal rounded = amount.max(BigDecimal.ZERO)
                .setScale(DECIMALS.getOrDefault(currency, DECIMALS_OTHERWISE), RoundingMode.HALF_UP);
        return rounded.signum() == 0
                ? new CreditLimit(Type.NONE, BigDecimal.ZERO, currency, Status.GRANTED)
                : new CreditLimit(Type.AMOUNT, rounded, currency, status(customer, effects, rounded, shapes));
    }

    private static BigDecimal base(Customer customer, Effects effects, List<Shape> shapes) {
        Given factor = effects.shaping(Effect.LIMIT_FACTOR, shapes);
        Given ceiling = effects.shaping(Effect.LIMIT_CEILING, shapes);
        Given step = effects.shaping(Effect.LIMIT_STEP, shapes);
        Given monthDays = effects.shaping(Effect.LIMIT_MONTH_DAYS, shapes);
        BigDecimal sales = customer.getAverageMonthlySales();
        if (factor == null || sales == null || Effects.number(factor).signum() * sales.signum() <= 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal month = BigDecimal.valueOf(Math.max(1, Effects.whole(monthDays, MONTH_DAYS)));
        BigDecimal days = BigDecimal.valueOf(customer.outcome().creditPeriodDays());
        BigDecimal timesMonth = sales.multiply(days).multiply(Effects.number(factor));
        if (ceiling != null) {
            timesMonth = timesMonth.min(Effects.number(ceiling).multiply(month));
        }
        BigDecimal multiple = step == null || Effects.number(step).signum() <= 0 ? SMALLEST_STEP : Effects.number(step);
        // dividing last keeps the floor exact: thirds of a step don't get lost; divideToIntegralValue takes five times
        // as long
        return timesMonth
                .max(BigDecimal.ZERO)
                .divide(month.multiply(multiple), 0, RoundingMode.DOWN)
                .multiply(multiple);
    }

    private static Status status(Customer customer, Effects effects, @Nullable BigDecimal amount, List<Shape> shapes) {
        Given share = effects.least(Effect.APPROVAL_ABOVE_RISE);
        Previous previous = customer.facts().previous();
        BigDecimal before = previous == null ? null : previous.limit();
        if (share == null || before == null || before.signum() <= 0) {
            return Status.GRANTED;
        }
        BigDecimal free = before.multiply(BigDecimal.ONE.add(Effects.number(share)));
        if (amount != null && amount.compareTo(free) <= 0) {
            return Status.GRANTED;
        }
        shapes.add(new Shape(share, Shape.PENDING));
        return Status.PENDING;
    }
}
