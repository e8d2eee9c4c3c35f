package dev.assay.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * An endless, repeatable feed of a ledger's documents as NDJSON: invoices, payments that pay them some time later, credit notes,
 * orders, and now and then a correction. The same seed gives the same lines.
 *
 * <p>Two invoices in a row belong to one customer, so that one payment can pay both.
 */
public final class DocumentFeed {
    private static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 1);

    private final int customers;
    private final long invoicesBeforePayment;
    private final long documentsPerDay;
    private final SplittableRandom random;

    private long documents;
    private long allocations;
    private long invoices;
    private long paid;
    private long payments;
    private long creditNotes;
    private long orders;

    /**
     * @param invoicesBeforePayment how many invoices pass before one is paid; corrections are two to three times as late
     * @param documentsPerDay how many documents share a date
     */
    public DocumentFeed(long seed, int customers, long invoicesBeforePayment, long documentsPerDay) {
        this.random = new SplittableRandom(seed);
        this.customers = customers;
        this.invoicesBeforePayment = invoicesBeforePayment;
        this.documentsPerDay = documentsPerDay;
    }

    /** The code of a customer, 0 to customers − 1. */
    public static String customerCode(int number) {
        return "C%07d".formatted(number);
    }

    /** Documents written so far. */
    public long documents() {
        return documents;
    }

    /** Allocations written so far. */
    public long allocations() {
        return allocations;
    }

    /** Writes the next lines to a file. */
    public void write(Path file, long lines) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            StringBuilder line = new StringBuilder(512);
            for (long i = 0; i < lines; i++) {
                line.setLength(0);
                next(line);
                out.append(line).append('\n');
            }
        }
    }

    private void next(StringBuilder line) {
        documents++;
        int dice = random.nextInt(100);
        boolean somethingToPay = paid + 2 + invoicesBeforePayment <= invoices;
        if (dice < 33 && somethingToPay) {
            payment(line);
        } else if (dice < 38 && somethingToPay) {
            creditNote(line);
        } else if (dice < 43) {
            order(line, orders++);
        } else if (dice < 44 && paid > 3 * invoicesBeforePayment) {
            invoice(line, paid - 2 * invoicesBeforePayment - random.nextLong(invoicesBeforePayment), true);
        } else {
            invoice(line, invoices++, false);
        }
    }

    private LocalDate today() {
        return FIRST_DAY.plusDays(documents / documentsPerDay);
    }

    private LocalDate dayOfInvoice(long number) {
        return FIRST_DAY.plusDays(number * 2 / documentsPerDay);
    }

    private static long mixed(long number) {
        long z = number * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 32) * 0xD6E8FEB86659FD93L;
        return (z ^ z >>> 29) & Long.MAX_VALUE;
    }

    private String customerOfInvoice(long number) {
        return customerCode((int) (mixed(number / 2) % customers));
    }

    /** Cents, even, so that halves are whole. */
    private static long amountOfInvoice(long number) {
        return 2 * (500 + mixed(number + 7) % 500_000);
    }

    private void invoice(StringBuilder line, long number, boolean disputed) {
        LocalDate date = dayOfInvoice(number);
        head(line, "INV-", number, "INVOICE", customerOfInvoice(number), date, amountOfInvoice(number));
        line.append(",\"dueDate\":\"")
                .append(date.plusDays(30 + number % 3 * 15))
                .append('"');
        if (disputed) {
            line.append(",\"disputed\":true");
        }
        line.append('}');
    }

    private void order(StringBuilder line, long number) {
        head(
                line,
                "ORD-",
                number,
                "ORDER",
                customerCode((int) (mixed(number) % customers)),
                today(),
                amountOfInvoice(number));
        line.append(",\"deliveryDate\":\"").append(today().plusDays(20)).append("\"}");
    }

    private void payment(StringBuilder line) {
        long first = paid;
        paid += 2;
        long number = payments++;
        boolean both = random.nextInt(10) < 6;
        boolean half = !both && random.nextInt(4) == 0;
        long amount = half ? amountOfInvoice(first) / 2 : amountOfInvoice(first);
        head(
                line,
                "PAY-",
                number,
                "PAYMENT",
                customerOfInvoice(first),
                today(),
                both ? amount + amountOfInvoice(first + 1) : amount);
        line.append(",\"allocations\":[");
        allocation(line, first, amount);
        if (both) {
            line.append(',');
            allocation(line, first + 1, amountOfInvoice(first + 1));
        }
        line.append("]}");
    }

    private void creditNote(StringBuilder line) {
        long invoice = paid;
        paid += 2;
        long amount = amountOfInvoice(invoice) / 2;
        head(line, "CRN-", creditNotes++, "CREDIT_NOTE", customerOfInvoice(invoice), today(), amount);
        line.append(",\"allocations\":[");
        allocation(line, invoice, amount);
        line.append("]}");
    }

    private void allocation(StringBuilder line, long invoice, long amount) {
        allocations++;
        line.append("{\"invoiceId\":\"INV-");
        padded(line, invoice);
        line.append("\",\"amount\":");
        money(line, amount);
        line.append(",\"date\":\"").append(today()).append("\"}");
    }

    private static void head(
            StringBuilder line, String prefix, long number, String kind, String customer, LocalDate date, long amount) {
        line.append("{\"id\":\"").append(prefix);
        padded(line, number);
        line.append("\",\"kind\":\"")
                .append(kind)
                .append("\",\"customerCode\":\"")
                .append(customer);
        line.append("\",\"date\":\"").append(date).append("\",\"amount\":");
        money(line, amount);
    }

    private static void padded(StringBuilder line, long number) {
        String digits = Long.toString(number);
        line.append("0".repeat(Math.max(0, 9 - digits.length()))).append(digits);
    }

    private static void money(StringBuilder line, long cents) {
        line.append(cents / 100).append('.').append(cents % 100 / 10).append(cents % 10);
    }
}
