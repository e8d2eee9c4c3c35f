package dev.assay.bench.peer;

import dev.assay.engine.fact.CustomerFacts;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jeasy.rules.api.Facts;
import org.jeasy.rules.api.Rules;
import org.jeasy.rules.core.DefaultRulesEngine;
import org.jeasy.rules.core.RuleBuilder;

/** The policy in Easy Rules: conditions and actions as lambdas, tried in the order they are written. */
final class EasyRules implements Peer {
    private static final String FACT = "applicant";

    private final Rules rules = new Rules();
    private final DefaultRulesEngine engine = new DefaultRulesEngine();
    private int priority;

    EasyRules() {
        score();
        grade();
        category();
        terms();
        limits();
        rule("worst grade is held", a -> a.getRank() == 4, a -> a.setHold(true));
    }

    @Override
    public List<Verdict> decide(List<CustomerFacts> customers) {
        return customers.stream()
                .map(facts -> {
                    Applicant applicant = new Applicant(facts);
                    Facts known = new Facts();
                    known.put(FACT, applicant);
                    engine.fire(rules, known);
                    return applicant.verdict();
                })
                .toList();
    }

    private void score() {
        points(
                "payment index",
                a -> a.getPaymentIndex() != null,
                a -> 0.4 * Math.min(100, a.getPaymentIndex() / 80 * 100));
        points("on time", a -> a.getOnTimeRatio() != null, a -> 0.25 * 100 * a.getOnTimeRatio());
        points("tenure", a -> a.getTenureDays() != null, a -> 0.15 * Math.min(100, a.getTenureDays() / 1095.0 * 100));
        overdue(Integer.MIN_VALUE, 0, 100);
        overdue(1, 7, 80);
        overdue(8, 30, 50);
        overdue(31, 60, 20);
        overdue(61, Integer.MAX_VALUE, 0);
        rule(
                "score",
                a -> a.getPaymentIndex() != null
                        && a.getOnTimeRatio() != null
                        && a.getOldestOverdueDays() != null
                        && a.getTenureDays() != null,
                a -> {
                    a.setScore(a.roundedPoints());
                    a.setScored(true);
                });
    }

    private void grade() {
        rule(
                "few paid invoices",
                a -> a.getPaidInvoices() != null && a.getPaidInvoices() < 3,
                a -> a.setProvisional(true));
        rule("short tenure", a -> a.getTenureDays() != null && a.getTenureDays() < 90, a -> a.setProvisional(true));
        rule("no score", a -> !a.isScored(), a -> a.setProvisional(true));
        band(85, 1_000, 0);
        band(70, 85, 1);
        band(55, 70, 2);
        band(40, 55, 3);
        band(-1, 40, 4);
        rule("provisional grade", Applicant::isProvisional, a -> a.setRank(2));
        cap(30, 2);
        cap(60, 3);
        cap(90, 4);
        rule(
                "one step",
                a -> a.getPreviousRank() != null && a.getRank() < a.getPreviousRank() - 1,
                a -> a.setRank(a.getPreviousRank() - 1));
    }

    private void category() {
        category("POTENTIAL", a -> a.getTenureDays() == null);
        category("NEW", Applicant::isProvisional);
        category("CHURNED", a -> a.getRecencyDays() != null && a.getRecencyDays() > 365);
        category("DORMANT", a -> a.getRecencyDays() != null && a.getRecencyDays() > 180);
        category("KEY", a -> "A".equals(a.getValueClass()));
        category("NORMAL", a -> true);
    }

    private void terms() {
        rule("new prepays", EasyRules::isNew, a -> a.setTerm("PREPAY"));
        term(0, "OPEN_ACCOUNT", 60, 15, 12);
        term(1, "OPEN_ACCOUNT", 45, 10, 12);
        term(2, "OPEN_ACCOUNT", 30, 5, 3);
        term(3, "PAY_ON_DELIVERY", 0, 0, 1);
        term(4, "PREPAY", 0, 0, 1);
    }

    private void limits() {
        limit(0, "1.5", "5000000");
        limit(1, "1.0", "2000000");
        limit(2, "0.8", "500000");
        limit(3, "0", "0");
        limit(4, "0", "0");
        rule("no sales", a -> a.getSales() == null, a -> a.setFactor(BigDecimal.ZERO));
        rule("new has no limit", EasyRules::isNew, a -> a.setLimit(BigDecimal.ZERO));
        rule("limit", a -> a.getLimit() == null, a -> a.setLimit(a.limitOfSales()));
        rule("rise", Applicant::rises, a -> a.setPending(true));
    }

    private static boolean isNew(Applicant a) {
        return a.getCategory().equals("NEW") || a.getCategory().equals("POTENTIAL");
    }

    private interface Points {
        double of(Applicant applicant);
    }

    private void points(String name, Predicate<Applicant> condition, Points points) {
        rule(name, condition, a -> a.setPoints(a.getPoints() + points.of(a)));
    }

    private void overdue(int from, int to, int points) {
        points(
                "overdue " + to,
                a -> a.getOldestOverdueDays() != null
                        && a.getOldestOverdueDays() >= from
                        && a.getOldestOverdueDays() <= to,
                a -> 0.2 * points);
    }

    private void band(double from, double below, int rank) {
        rule(
                "band " + rank,
                a -> a.isScored() && !a.isProvisional() && a.getScore() >= from && a.getScore() < below,
                a -> a.setRank(rank));
    }

    private void cap(int days, int rank) {
        rule(
                "cap " + rank,
                a -> a.getOldestOverdueDays() != null && a.getOldestOverdueDays() > days && a.getRank() < rank,
                a -> a.setRank(rank));
    }

    private void category(String category, Predicate<Applicant> condition) {
        rule("category " + category, a -> a.getCategory() == null && condition.test(a), a -> a.setCategory(category));
    }

    private void term(int rank, String term, int days, int grace, int months) {
        rule("term " + rank, a -> a.getRank() == rank && a.getTerm() == null, a -> {
            a.setTerm(term);
            a.setDays(days);
        });
        rule("review " + rank, a -> a.getRank() == rank, a -> {
            a.setGraceDays(grace);
            a.setReviewMonths(months);
        });
    }

    private void limit(int rank, String factor, String ceiling) {
        BigDecimal exactFactor = new BigDecimal(factor);
        BigDecimal exactCeiling = new BigDecimal(ceiling);
        rule("limit " + rank, a -> a.getRank() == rank, a -> {
            a.setFactor(exactFactor);
            a.setCeiling(exactCeiling);
        });
    }

    private void rule(String name, Predicate<Applicant> condition, Consumer<Applicant> action) {
        rules.register(new RuleBuilder()
                .name(name)
                .priority(priority++)
                .when(facts -> condition.test(facts.get(FACT)))
                .then(facts -> action.accept(facts.get(FACT)))
                .build());
    }
}
