package dev.assay.history;

import static dev.assay.history.Doc.Kind.CREDIT_NOTE;
import static dev.assay.history.Doc.Kind.INVOICE;
import static dev.assay.history.Doc.Kind.ORDER;
import static dev.assay.history.Doc.Kind.PAYMENT;
import static java.math.BigDecimal.ZERO;

import dev.assay.engine.fact.Metric;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The metrics of docs/domain.md section 3 in plain loops over documents, without a thought for speed. */
final class HistoryOracle {

    private final Ledger ledger;
    private final int scale;
    private final LocalDate t;
    private final Instant lastFeed;
    private final Map<String, List<Doc>> docsOf = new LinkedHashMap<>();
    private final Map<String, List<Source>> appliedTo = new HashMap<>();

    /** A part applied to a target, with the document it comes from. */
    private record Source(Doc doc, Doc.Part part) {}

    HistoryOracle(Ledger ledger, Books books, LocalDate asOf, Instant knownAt) {
        this.ledger = ledger;
        this.scale = books.baseScale();
        this.t = asOf;
        this.lastFeed = books.batches().stream()
                .map(Books.Batch::recordedAt)
                .filter(recorded -> !recorded.isAfter(knownAt))
                .max(Comparator.naturalOrder())
                .orElse(null);
        books.customers().forEach(customer -> docsOf.put(customer, new ArrayList<>()));
        for (Doc doc : books.knownAt(knownAt)) {
            docsOf.get(doc.customer()).add(doc);
            for (Doc.Part part : doc.applied()) {
                appliedTo
                        .computeIfAbsent(part.target(), target -> new ArrayList<>())
                        .add(new Source(doc, part));
            }
        }
    }

    /** Every customer's metrics by code; the values that need the limit are left out. */
    Map<String, Map<Metric, Object>> all() {
        Map<String, Map<Metric, Object>> all = new LinkedHashMap<>();
        docsOf.keySet().forEach(customer -> all.put(customer, of(customer)));
        rank(all, Metric.RECENCY_DAYS, Metric.RFM_RECENCY, Comparator.comparing(Integer.class::cast));
        rank(
                all,
                Metric.FREQUENCY_12M,
                Metric.RFM_FREQUENCY,
                Comparator.comparing(Integer.class::cast).reversed());
        rank(
                all,
                Metric.MONETARY_12M,
                Metric.RFM_MONETARY,
                Comparator.comparing(BigDecimal.class::cast).reversed());
        classify(all);
        return all;
    }

    private Map<Metric, Object> of(String customer) {
        List<Doc> counted = docsOf.get(customer).stream()
                .filter(doc -> doc.base(scale).signum() > 0 && !doc.date().isAfter(t))
                .toList();
        List<Doc> invoices = ofKind(counted, INVOICE);
        List<Doc> undisputed = invoices.stream().filter(i -> !i.disputed()).toList();
        Map<Metric, Object> m = new EnumMap<>(Metric.class);

        BigDecimal openBalance = sum(invoices, i -> open(i, t));
        List<Doc> overdue = undisputed.stream()
                .filter(i ->
                        i.due() != null && i.due().isBefore(t) && open(i, t).signum() > 0)
                .toList();
        BigDecimal overdueAmount = sum(overdue, i -> open(i, t));
        m.put(Metric.OPEN_BALANCE, openBalance);
        m.put(Metric.OVERDUE_AMOUNT, overdueAmount);
        m.put(Metric.OVERDUE_RATIO, openBalance.signum() == 0 ? (Double) 0.0 : divide(overdueAmount, openBalance));
        BigDecimal immaterial =
                ledger.materialityAmount().max(ledger.materialityRatio().multiply(openBalance));
        m.put(
                Metric.OLDEST_OVERDUE_DAYS,
                overdue.stream()
                        .filter(i -> open(i, t).compareTo(immaterial) > 0)
                        .mapToInt(i -> days(i.due(), t))
                        .max()
                        .orElse(0));
        m.put(
                Metric.AGEING_DISPUTED,
                sum(invoices.stream().filter(Doc::disputed).toList(), i -> open(i, t)));
        m.put(
                Metric.AGEING_CURRENT,
                sum(undisputed.stream().filter(i -> !overdue.contains(i)).toList(), i -> open(i, t)));
        m.put(Metric.AGEING_1_TO_30, aged(overdue, 1, 30));
        m.put(Metric.AGEING_31_TO_60, aged(overdue, 31, 60));
        m.put(Metric.AGEING_61_TO_90, aged(overdue, 61, 90));
        m.put(Metric.AGEING_91_PLUS, aged(overdue, 91, Integer.MAX_VALUE));

        List<Doc> paid = undisputed.stream()
                .filter(i -> paidOn(i) != null && inWindow(paidOn(i)))
                .toList();
        List<Doc> paidWithDue = paid.stream().filter(i -> i.due() != null).toList();
        List<Doc> behaviour =
                Stream.concat(paidWithDue.stream(), overdue.stream()).toList();
        BigDecimal weight = sum(behaviour, this::amount);
        Double late =
                divide(sum(behaviour, i -> amount(i).multiply(BigDecimal.valueOf(Math.max(0, lateDays(i))))), weight);
        Double signed = divide(sum(behaviour, i -> amount(i).multiply(BigDecimal.valueOf(lateDays(i)))), weight);
        m.put(Metric.LATE_DAYS_WEIGHTED, late);
        m.put(Metric.TERMS_DAYS_SIGNED, signed);
        m.put(Metric.PAYMENT_INDEX, paid.size() < 3 || late == null ? null : index(late > 0 ? late : signed));
        List<Doc> onTime =
                paidWithDue.stream().filter(i -> !paidOn(i).isAfter(i.due())).toList();
        m.put(Metric.ON_TIME_RATIO, divide(sum(onTime, this::amount), sum(paidWithDue, this::amount)));
        m.put(Metric.PAID_INVOICES_12M, paid.size());
        m.put(Metric.LATE_INVOICES_12M, paidWithDue.size() - onTime.size());

        List<Doc> inWindow = invoices.stream().filter(i -> inWindow(i.date())).toList();
        List<Doc> credits = ofKind(counted, CREDIT_NOTE);
        BigDecimal invoiced = sum(inWindow, this::amount);
        BigDecimal credited =
                sum(credits.stream().filter(c -> inWindow(c.date())).toList(), this::amount);
        BigDecimal net = invoiced.subtract(credited);
        Predicate<Doc> yearBefore =
                d -> d.date().isAfter(t.minusDays(730)) && !d.date().isAfter(t.minusDays(365));
        BigDecimal before = sum(invoices.stream().filter(yearBefore).toList(), this::amount)
                .subtract(sum(credits.stream().filter(yearBefore).toList(), this::amount));
        m.put(Metric.INVOICES_12M, inWindow.size());
        m.put(Metric.NET_REVENUE_12M, net);
        m.put(Metric.NET_REVENUE_PREV_12M, before);
        m.put(Metric.REVENUE_TREND, before.signum() <= 0 ? null : divide(net, before) - 1);
        long months =
                inWindow.stream().map(i -> YearMonth.from(i.date())).distinct().count();
        m.put(
                Metric.AVERAGE_MONTHLY_SALES,
                months == 0 ? null : net.divide(BigDecimal.valueOf(months), 10, RoundingMode.HALF_UP));
        m.put(Metric.RETURNS_RATIO_12M, divide(credited, invoiced));
        m.put(Metric.FREQUENCY_12M, (int)
                inWindow.stream().map(Doc::date).distinct().count());
        m.put(Metric.MONETARY_12M, net);

        LocalDate first =
                invoices.stream().map(Doc::date).min(Comparator.naturalOrder()).orElse(null);
        LocalDate last =
                invoices.stream().map(Doc::date).max(Comparator.naturalOrder()).orElse(null);
        m.put(Metric.TENURE_DAYS, first == null ? null : days(first, t));
        m.put(Metric.RECENCY_DAYS, last == null ? null : days(last, t));
        m.put(Metric.DSO, first == null ? null : dso(openBalance, invoices, credits, days(first, t)));

        BigDecimal openOrders = sum(
                ofKind(counted, ORDER).stream()
                        .filter(o -> !o.prepaid())
                        .filter(o ->
                                o.delivery() == null || !o.delivery().isAfter(t.plusDays(ledger.orderHorizonDays())))
                        .toList(),
                o -> open(o, t));
        BigDecimal unapplied = sum(ofKind(counted, PAYMENT), this::unapplied)
                .add(sum(credits, this::unapplied))
                .add(sum(invoices, i -> settled(i, t).subtract(amount(i)).max(ZERO)));
        m.put(Metric.OPEN_ORDERS, openOrders);
        m.put(Metric.UNAPPLIED_CASH, unapplied);
        m.put(
                Metric.EXPOSURE,
                sum(invoices.stream().filter(i -> !i.prepaid()).toList(), i -> open(i, t))
                        .add(openOrders)
                        .subtract(unapplied));
        m.put(Metric.HIGH_CREDIT_12M, highCredit(invoices));
        m.put(
                Metric.DATA_AGE_DAYS,
                lastFeed == null
                        ? null
                        : Math.max(0, days(lastFeed.atZone(ledger.timeZone()).toLocalDate(), t)));
        return m;
    }

    private static List<Doc> ofKind(List<Doc> docs, Doc.Kind kind) {
        return docs.stream().filter(doc -> doc.kind() == kind).toList();
    }

    private BigDecimal amount(Doc doc) {
        return doc.base(scale);
    }

    /** What is applied to a target up to a day, in base currency. */
    private BigDecimal settled(Doc target, LocalDate day) {
        BigDecimal own = ZERO;
        BigDecimal foreign = ZERO;
        for (Source source : appliedTo.getOrDefault(target.id(), List.of())) {
            if (!source.part().date().isAfter(day)) {
                if (source.doc().currency().equals(target.currency())) {
                    own = own.add(source.part().amount());
                } else {
                    foreign = foreign.add(source.doc().inBase(source.part().amount(), scale));
                }
            }
        }
        boolean shorthand = target.settledOn() != null && !target.settledOn().isAfter(day);
        return target.inBase(own, scale).add(foreign).add(shorthand ? amount(target) : ZERO);
    }

    private BigDecimal open(Doc target, LocalDate day) {
        return amount(target).subtract(settled(target, day)).max(ZERO);
    }

    private LocalDate paidOn(Doc invoice) {
        TreeSet<LocalDate> dates = new TreeSet<>();
        appliedTo
                .getOrDefault(invoice.id(), List.of())
                .forEach(s -> dates.add(s.part().date()));
        if (invoice.settledOn() != null) {
            dates.add(invoice.settledOn());
        }
        return dates.stream()
                .filter(date -> !date.isAfter(t) && open(invoice, date).signum() == 0)
                .findFirst()
                .orElse(null);
    }

    private int lateDays(Doc invoice) {
        LocalDate paid = paidOn(invoice);
        return days(invoice.due(), paid == null ? t : paid);
    }

    private BigDecimal unapplied(Doc source) {
        BigDecimal used = source.parts().stream()
                .filter(part -> !part.date().isAfter(t))
                .map(Doc.Part::amount)
                .reduce(ZERO, BigDecimal::add);
        return source.inBase(source.amount().subtract(used), scale);
    }

    private BigDecimal aged(List<Doc> overdue, int min, int max) {
        return sum(
                overdue.stream()
                        .filter(i -> days(i.due(), t) >= min && days(i.due(), t) <= max)
                        .toList(),
                i -> open(i, t));
    }

    private Double dso(BigDecimal openBalance, List<Doc> invoices, List<Doc> credits, int tenureDays) {
        int n = Math.min(365, tenureDays + 1);
        Predicate<Doc> lastDays = d -> d.date().isAfter(t.minusDays(n));
        BigDecimal revenue = sum(invoices.stream().filter(lastDays).toList(), this::amount)
                .subtract(sum(credits.stream().filter(lastDays).toList(), this::amount));
        return revenue.signum() <= 0 ? null : divide(openBalance.multiply(BigDecimal.valueOf(n)), revenue);
    }

    /** The balance changes only on days on which something is dated. */
    private BigDecimal highCredit(List<Doc> invoices) {
        TreeSet<LocalDate> moved = new TreeSet<>(List.of(t.minusDays(364)));
        for (Doc invoice : invoices) {
            moved.add(invoice.date());
            if (invoice.settledOn() != null) {
                moved.add(invoice.settledOn());
            }
            appliedTo
                    .getOrDefault(invoice.id(), List.of())
                    .forEach(s -> moved.add(s.part().date()));
        }
        return moved.stream()
                .filter(this::inWindow)
                .map(day -> sum(
                        invoices.stream().filter(i -> !i.date().isAfter(day)).toList(), i -> open(i, day)))
                .max(Comparator.naturalOrder())
                .orElse(ZERO);
    }

    private boolean inWindow(LocalDate date) {
        return date.isAfter(t.minusDays(365)) && !date.isAfter(t);
    }

    private static Double index(double days) {
        double[][] curve = {
            {-30, 100}, {-20, 90}, {0, 80}, {15, 70}, {22, 60}, {30, 50}, {60, 40}, {90, 30}, {120, 20}, {180, 0}
        };
        if (days <= -30) {
            return 100.0;
        }
        if (days >= 180) {
            return 0.0;
        }
        int i = 0;
        while (days > curve[i + 1][0]) {
            i++;
        }
        double slope = (curve[i + 1][1] - curve[i][1]) / (curve[i + 1][0] - curve[i][0]);
        return curve[i][1] + slope * (days - curve[i][0]);
    }

    /** Score 5 for the best fifth: those with fewer than a fifth of all customers strictly before them. */
    private static void rank(
            Map<String, Map<Metric, Object>> all, Metric measure, Metric score, Comparator<Object> bestFirst) {
        List<Map<Metric, Object>> buyers = all.values().stream()
                .filter(m -> m.get(Metric.RECENCY_DAYS) != null)
                .toList();
        for (Map<Metric, Object> buyer : buyers) {
            long better = buyers.stream()
                    .filter(other -> bestFirst.compare(other.get(measure), buyer.get(measure)) < 0)
                    .count();
            buyer.put(score, 5 - (int) (better * 5 / buyers.size()));
        }
    }

    /** Net revenue of all time up to the date. */
    private BigDecimal netRevenue(String customer) {
        List<Doc> counted = docsOf.get(customer).stream()
                .filter(doc -> !doc.date().isAfter(t))
                .toList();
        return sum(ofKind(counted, INVOICE), this::amount).subtract(sum(ofKind(counted, CREDIT_NOTE), this::amount));
    }

    private void classify(Map<String, Map<Metric, Object>> all) {
        Function<String, BigDecimal> revenue = this::netRevenue;
        List<String> bestFirst = all.keySet().stream()
                .filter(code -> revenue.apply(code).signum() > 0)
                .sorted(Comparator.comparing(revenue).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
        BigDecimal total = bestFirst.stream().map(revenue).reduce(ZERO, BigDecimal::add);
        all.values().forEach(m -> m.put(Metric.VALUE_CLASS, "C"));
        BigDecimal cumulated = ZERO;
        for (String code : bestFirst) {
            cumulated = cumulated.add(revenue.apply(code));
            boolean isFirst = code.equals(bestFirst.get(0));
            String valueClass =
                    isFirst || atMost(cumulated, "0.80", total) ? "A" : atMost(cumulated, "0.95", total) ? "B" : "C";
            all.get(code).put(Metric.VALUE_CLASS, valueClass);
        }
    }

    private static boolean atMost(BigDecimal part, String share, BigDecimal total) {
        return part.compareTo(total.multiply(new BigDecimal(share))) <= 0;
    }

    private static int days(LocalDate from, LocalDate to) {
        return (int) ChronoUnit.DAYS.between(from, to);
    }

    private static BigDecimal sum(List<Doc> docs, Function<Doc, BigDecimal> value) {
        return docs.stream().map(value).reduce(ZERO, BigDecimal::add);
    }

    private static Double divide(BigDecimal dividend, BigDecimal divisor) {
        return divisor.signum() == 0
                ? null
                : (Double) dividend.divide(divisor, MathContext.DECIMAL128).doubleValue();
    }
}
