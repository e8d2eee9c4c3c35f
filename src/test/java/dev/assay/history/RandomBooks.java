package dev.assay.history;

import static dev.assay.history.Doc.Kind.CREDIT_NOTE;
import static dev.assay.history.Doc.Kind.INVOICE;
import static dev.assay.history.Doc.Kind.ORDER;
import static dev.assay.history.Doc.Kind.PAYMENT;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Makes random books: partial payments, overpayments, surplus, disputes, credit notes, corrections, voids, foreign currency,
 * shorthand settlements, orders and their call-offs, in several recorded batches, with dates on every boundary.
 *
 * <p>The feed never breaks a rule of the intake: an allocation never exceeds its source, nor the invoice if that is known.
 */
final class RandomBooks {

    private static final int[] BOUNDARIES = {
        0, 1, 2, 29, 30, 31, 59, 60, 61, 89, 90, 91, 92, 180, 363, 364, 365, 366, 367, 729, 730, 731
    };
    private static final Map<String, String> RATES =
            Map.of("CNY", "1", "USD", "7.1234567", "JPY", "0.0487", "KWD", "23.171", "HKD", "0.91", "KRW", "0.0053");

    private final Random random;
    private final LocalDate anchor;
    private final String base;
    private final int baseScale;
    private final List<LocalDate> asOf;
    private final Map<String, Doc> current = new LinkedHashMap<>();
    private final Set<String> announced = new HashSet<>();
    private final List<String> customers = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();

    RandomBooks(long seed, String base) {
        this(seed, base, LocalDate.of(2024, 3, 15));
    }

    /** @param anchor most documents are dated before it, some up to 40 days later */
    RandomBooks(long seed, String base, LocalDate anchor) {
        this.random = new Random(seed);
        this.anchor = anchor;
        this.base = base;
        this.baseScale = Currency.getInstance(base).getDefaultFractionDigits();
        this.asOf = List.of(
                anchor,
                anchor.minusDays(random.nextInt(3)),
                anchor.minusDays(45),
                anchor.minusDays(365),
                anchor.plusDays(30));
    }

    Books with(int customerCount, int batchCount) {
        for (int i = 0; i < customerCount; i++) {
            customers.add("C%04d".formatted(random.nextInt(10) == 0 ? 9999 - i : i));
        }
        List<Books.Batch> batches = new ArrayList<>();
        Instant recordedAt = Instant.parse("2024-01-10T15:30:00Z");
        for (int i = 0; i < batchCount; i++) {
            recordedAt = random.nextInt(4) == 0
                    ? recordedAt.plusNanos(1_000)
                    : recordedAt.plusSeconds(1 + random.nextInt(20 * 24 * 3600));
            batches.add(new Books.Batch(recordedAt, batch()));
        }
        return new Books(baseScale, List.copyOf(customers), batches, asOf);
    }

    private List<Doc> batch() {
        Map<String, Doc> batch = new LinkedHashMap<>();
        for (String customer : customers) {
            // one in ten has no documents at all, some have many
            int appetite = Math.floorMod(customer.hashCode(), 10);
            int docs = appetite == 0 ? 0 : random.nextInt(2 + appetite);
            for (int i = 0; i < docs; i++) {
                Doc doc = random.nextInt(5) == 0 ? correction(customer, batch.keySet()) : fresh(customer);
                if (doc != null) {
                    current.put(doc.id(), doc);
                    batch.put(doc.id(), doc);
                }
            }
        }
        return List.copyOf(batch.values());
    }

    private Doc fresh(String customer) {
        String id = id(customer, ids.merge(customer, 1, Integer::sum));
        return switch (announced.contains(id) ? 1 : random.nextInt(10)) {
            case 0 -> order(id, customer);
            case 1, 2, 3, 4 -> invoice(id, customer);
            case 5 -> source(id, CREDIT_NOTE, customer);
            default -> source(id, PAYMENT, customer);
        };
    }

    /** A new version of something sent before: other values, or void. */
    private Doc correction(String customer, Set<String> sameBatch) {
        List<Doc> own = current.values().stream()
                .filter(doc -> doc.customer().equals(customer) && !sameBatch.contains(doc.id()))
                .toList();
        if (own.isEmpty()) {
            return null;
        }
        Doc old = own.get(random.nextInt(own.size()));
        current.remove(old.id());
        if (random.nextInt(5) == 0) {
            return voided(old);
        }
        return switch (old.kind()) {
            case ORDER -> order(old.id(), customer);
            case INVOICE -> invoice(old.id(), customer);
            default -> source(old.id(), old.kind(), customer);
        };
    }

    private static Doc voided(Doc old) {
        return new Doc(
                old.id(),
                old.kind(),
                old.customer(),
                old.date(),
                old.due(),
                BigDecimal.ZERO.setScale(old.scale()),
                old.currency(),
                old.rate(),
                old.disputed(),
                old.prepaid(),
                old.delivery(),
                null,
                null,
                List.of());
    }

    private Doc order(String id, String customer) {
        String currency = currency();
        LocalDate date = date();
        LocalDate delivery = switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> pick(asOf).plusDays(88 + random.nextInt(5));
            default -> date.plusDays(random.nextInt(200));
        };
        return new Doc(
                id,
                ORDER,
                customer,
                date,
                null,
                amount(currency),
                currency,
                rate(currency),
                false,
                random.nextInt(8) == 0,
                delivery,
                null,
                null,
                List.of());
    }

    private Doc invoice(String id, String customer) {
        String currency = currency();
        LocalDate date = date();
        LocalDate due = switch (random.nextInt(6)) {
            case 0 -> null;
            case 1, 2 -> later(date, boundary());
            default -> date.plusDays(random.nextInt(90));
        };
        boolean announced = current.values().stream()
                .anyMatch(doc ->
                        doc.parts().stream().anyMatch(part -> part.target().equals(id)));
        LocalDate settledOn = !announced && random.nextInt(5) == 0
                ? random.nextBoolean() ? later(date, boundary()) : date.plusDays(random.nextInt(100))
                : null;
        List<Doc> orders = ofKind(ORDER, customer);
        return new Doc(
                id,
                INVOICE,
                customer,
                date,
                due,
                amount(currency),
                currency,
                rate(currency),
                random.nextInt(8) == 0,
                random.nextInt(8) == 0,
                null,
                settledOn,
                !orders.isEmpty() && random.nextInt(3) == 0 ? pick(orders).id() : null,
                List.of());
    }

    private Doc source(String id, Doc.Kind kind, String customer) {
        List<Doc> invoices = ofKind(INVOICE, customer);
        String currency =
                !invoices.isEmpty() && random.nextInt(3) > 0 ? pick(invoices).currency() : currency();
        LocalDate date = date();
        BigDecimal amount = amount(currency);
        List<Doc.Part> parts = new ArrayList<>();
        BigDecimal left = amount;
        for (int i = random.nextInt(4); i > 0 && left.signum() > 0; i--) {
            String target = target(customer, invoices);
            LocalDate day = random.nextInt(3) == 0 ? later(date, boundary()) : date.plusDays(random.nextInt(60));
            BigDecimal fitting = fitting(target, parts, left, currency, rate(currency));
            if (fitting.signum() > 0) {
                parts.add(new Doc.Part(target, fitting, day));
                announced.add(target);
                left = left.subtract(fitting);
            }
        }
        return new Doc(
                id,
                kind,
                customer,
                date,
                null,
                amount,
                currency,
                rate(currency),
                false,
                false,
                null,
                null,
                null,
                List.copyOf(parts));
    }

    /** A known invoice, or one that may or may not arrive later. */
    private String target(String customer, List<Doc> invoices) {
        return invoices.isEmpty() || random.nextInt(12) == 0
                ? id(customer, ids.getOrDefault(customer, 0) + 1 + random.nextInt(5))
                : pick(invoices).id();
    }

    private static String id(String customer, int number) {
        return customer + "-" + number;
    }

    /** How much of what is left may go to the target: a part, all, or what the target still takes. */
    private BigDecimal fitting(String target, List<Doc.Part> parts, BigDecimal left, String currency, BigDecimal rate) {
        int scale = Currency.getInstance(currency).getDefaultFractionDigits();
        BigDecimal part = random.nextInt(3) == 0
                ? left
                : left.multiply(BigDecimal.valueOf(1 + random.nextInt(100)))
                        .divide(BigDecimal.valueOf(100), scale, RoundingMode.DOWN);
        Doc invoice = current.get(target);
        if (invoice == null) {
            return part;
        }
        if (invoice.amount().signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal open = invoice.base(baseScale).subtract(applied(invoice, parts, currency, rate));
        BigDecimal most = open.divide(rate, scale, RoundingMode.DOWN);
        if (currency.equals(invoice.currency()) && random.nextInt(2) == 0) {
            BigDecimal exact = invoice.amount().subtract(sameCurrency(invoice, parts, currency));
            most = otherCurrency(invoice) ? most : exact;
        }
        boolean fill = random.nextInt(2) == 0 && most.compareTo(left) <= 0;
        return (fill ? most : part.min(most)).max(BigDecimal.ZERO);
    }

    private boolean otherCurrency(Doc invoice) {
        return invoice.settledOn() != null
                || current.values().stream()
                        .filter(doc -> !doc.currency().equals(invoice.currency()))
                        .anyMatch(doc -> doc.parts().stream()
                                .anyMatch(part -> part.target().equals(invoice.id())));
    }

    private BigDecimal sameCurrency(Doc invoice, List<Doc.Part> own, String currency) {
        BigDecimal sum = invoice.currency().equals(currency) ? toTarget(invoice, own) : BigDecimal.ZERO;
        for (Doc doc : current.values()) {
            if (doc.currency().equals(invoice.currency())) {
                sum = sum.add(toTarget(invoice, doc.parts()));
            }
        }
        return sum;
    }

    private static BigDecimal toTarget(Doc invoice, List<Doc.Part> parts) {
        return parts.stream()
                .filter(part -> part.target().equals(invoice.id()))
                .map(Doc.Part::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal applied(Doc invoice, List<Doc.Part> own, String currency, BigDecimal rate) {
        BigDecimal sum = invoice.settledOn() == null ? BigDecimal.ZERO : invoice.base(baseScale);
        sum = sum.add(invoice.inBase(sameCurrency(invoice, own, currency), baseScale));
        for (Doc doc : current.values()) {
            if (!doc.currency().equals(invoice.currency())) {
                for (Doc.Part part : doc.parts()) {
                    if (part.target().equals(invoice.id())) {
                        sum = sum.add(doc.inBase(part.amount(), baseScale));
                    }
                }
            }
        }
        if (!currency.equals(invoice.currency())) {
            for (Doc.Part part : own) {
                if (part.target().equals(invoice.id())) {
                    sum = sum.add(part.amount().multiply(rate).setScale(baseScale, RoundingMode.HALF_UP));
                }
            }
        }
        return sum;
    }

    private List<Doc> ofKind(Doc.Kind kind, String customer) {
        return current.values().stream()
                .filter(doc -> doc.kind() == kind && doc.customer().equals(customer))
                .toList();
    }

    private String currency() {
        return random.nextInt(3) > 0 ? base : pick(List.of("CNY", "USD", "JPY", "KWD", "HKD", "KRW"));
    }

    private BigDecimal rate(String currency) {
        return currency.equals(base)
                ? BigDecimal.ONE
                : new BigDecimal(RATES.get(currency)).divide(new BigDecimal(RATES.get(base)), 8, RoundingMode.HALF_UP);
    }

    /** Mostly hundreds, sometimes a few minor units, sometimes enough to make others immaterial; always some base currency. */
    private BigDecimal amount(String currency) {
        int scale = Currency.getInstance(currency).getDefaultFractionDigits();
        double size = switch (random.nextInt(6)) {
            case 0 -> 100;
            case 1 -> 90 + random.nextInt(25);
            case 2 -> 1 + random.nextInt(40);
            case 3 -> random.nextInt(30) == 0 ? 1e10 : 20_000 + random.nextInt(30_000);
            default -> random.nextInt(3_000_00) / 100.0 + 1;
        };
        BigDecimal inBase = BigDecimal.valueOf(size).divide(new BigDecimal(RATES.get(base)), 8, RoundingMode.HALF_UP);
        return inBase.divide(rate(currency), scale, RoundingMode.UP).setScale(scale, RoundingMode.UP);
    }

    private LocalDate date() {
        return random.nextInt(2) == 0 ? boundary() : anchor.plusDays(40 - random.nextInt(900));
    }

    private LocalDate boundary() {
        return pick(asOf).minusDays(BOUNDARIES[random.nextInt(BOUNDARIES.length)]);
    }

    private static LocalDate later(LocalDate date, LocalDate other) {
        return other.isBefore(date) ? date : other;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
