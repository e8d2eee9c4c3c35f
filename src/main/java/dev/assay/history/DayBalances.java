package dev.assay.history;

import java.util.StringTokenizer;

/**
 * What a customer's invoices left open at the close of each day of the window, in minor units; days are numbered from its first.
 *
 * <p>Most invoices are open in full from one day to another. Such a span is one number, {@code from × 512 + until}, with 511 for an
 * invoice that wasn't closed, and an amount beside it. The others are told step by step, separated by semicolons: day and amount of
 * the invoice, then each day on which something was applied to it and what was open after it. Their days may lie before the window.
 */
final class DayBalances {

    private static final int UNTIL_BITS = 9;
    private static final int NEVER = (1 << UNTIL_BITS) - 1;

    private final long[] change = new long[PurchaseDays.WINDOW_DAYS];

    private DayBalances() {}

    static DayBalances of(RawHistory raw) {
        DayBalances balances = new DayBalances();
        long[] spans = raw.list(RawColumn.SPANS);
        long[] amounts = raw.list(RawColumn.SPAN_AMOUNTS);
        for (int i = 0; i < spans.length; i++) {
            balances.span((int) spans[i], amounts[i]);
        }
        StringTokenizer invoices = new StringTokenizer(raw.steps(), ";");
        while (invoices.hasMoreTokens()) {
            balances.steps(new StringTokenizer(invoices.nextToken()));
        }
        return balances;
    }

    /** The largest balance of a day, 0 if nothing was ever open. */
    long highest() {
        long balance = 0;
        long highest = 0;
        for (long delta : change) {
            balance = Math.addExact(balance, delta);
            highest = Math.max(highest, balance);
        }
        return highest;
    }

    private void span(int packed, long amount) {
        int until = packed & NEVER;
        add(packed >> UNTIL_BITS, amount);
        if (until != NEVER) {
            add(until, -amount);
        }
    }

    private void steps(StringTokenizer numbers) {
        int issued = day(numbers);
        long open = Long.parseLong(numbers.nextToken());
        add(issued, open);
        while (numbers.hasMoreTokens()) {
            int day = Math.max(issued, day(numbers));
            long left = Long.parseLong(numbers.nextToken());
            add(day, left - open);
            open = left;
        }
    }

    /** What happened before the window is where it starts from. */
    private static int day(StringTokenizer numbers) {
        return Math.max(0, Integer.parseInt(numbers.nextToken()));
    }

    private void add(int day, long amount) {
        change[day] = Math.addExact(change[day], amount);
    }
}
