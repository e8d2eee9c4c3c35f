package dev.assay.bench.engine;

import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.decision.CreditLimit.Status;
import dev.assay.engine.decision.Decision;
import dev.assay.engine.decision.PaymentTerm;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.fact.CustomerFacts.Previous;
import dev.assay.engine.fact.PaymentHistory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * The shipped policy as a programmer would write it down once and for all: constants instead of parameters, no trace, no reasons. The
 * yardstick for speed; it decides exactly as {@code rules/} does.
 */
public final class HandWrittenPolicy {
    private static final BigDecimal STEP_TIMES_MONTH = BigDecimal.valueOf(3_000);
    private static final BigDecimal STEP = BigDecimal.valueOf(100);
    private static final BigDecimal RISE = new BigDecimal("1.25");

    /** The grades, best first, with what each gives. */
    private enum Grade {
        A("1.5", 5_000_000, PaymentTerm.Type.OPEN_ACCOUNT, 60, 15, 12),
        B("1.0", 2_000_000, PaymentTerm.Type.OPEN_ACCOUNT, 45, 10, 12),
        C("0.8", 500_000, PaymentTerm.Type.OPEN_ACCOUNT, 30, 5, 3),
        D("0", 0, PaymentTerm.Type.PAY_ON_DELIVERY, 0, 0, 1),
        E("0", 0, PaymentTerm.Type.PREPAY, 0, 0, 1);

        private final BigDecimal factorTimesDays;
        private final BigDecimal ceilingTimesMonth;
        private final PaymentTerm term;
        private final int graceDays;
        private final int reviewMonths;

        Grade(String factor, int ceiling, PaymentTerm.Type term, int days, int graceDays, int reviewMonths) {
            this.factorTimesDays = new BigDecimal(factor).multiply(BigDecimal.valueOf(days));
            this.ceilingTimesMonth = BigDecimal.valueOf(30L * ceiling);
            this.term = new PaymentTerm(term, term == PaymentTerm.Type.OPEN_ACCOUNT ? (Integer) days : null);
            this.graceDays = graceDays;
            this.reviewMonths = reviewMonths;
        }

        static Grade of(BigDecimal score) {
            double points = score.doubleValue();
            return points >= 85 ? A : points >= 70 ? B : points >= 55 ? C : points >= 40 ? D : E;
        }

        Grade noBetterThan(Grade other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    private static final Grade[] GRADES = Grade.values();
    private static final PaymentTerm PREPAY = new PaymentTerm(PaymentTerm.Type.PREPAY, null);

    private HandWrittenPolicy() {}

    /** Decides; the reasons are left empty. */
    public static Decision decide(CustomerFacts facts) {
        PaymentHistory history = facts.history();
        BigDecimal score = score(history);
        boolean provisional = score == null
                || history.paidInvoices12m() != null && history.paidInvoices12m() < 3
                || history.tenureDays() != null && history.tenureDays() < 90;
        Grade grade = grade(facts, score, provisional);
        String category = category(history, provisional);
        boolean isNew = category.equals("NEW") || category.equals("POTENTIAL");
        return new Decision(
                score,
                grade.name(),
                provisional,
                category,
                isNew ? none(facts) : limit(facts, grade),
                isNew ? PREPAY : grade.term,
                grade.graceDays,
                grade == Grade.E,
                facts.asOf().plusMonths(grade.reviewMonths),
                List.of());
    }

    private static BigDecimal score(PaymentHistory history) {
        if (history.paymentIndex() == null
                || history.onTimeRatio() == null
                || history.oldestOverdueDays() == null
                || history.tenureDays() == null) {
            return null;
        }
        double points = 0.4 * Math.min(100, history.paymentIndex() / 80 * 100)
                + 0.25 * 100 * history.onTimeRatio()
                + 0.2 * overduePoints(history.oldestOverdueDays())
                + 0.15 * Math.min(100, history.tenureDays() / 1095.0 * 100);
        // to nine decimals first: 84.95 computed as 84.9499999999 rounds up
        long billionths = Math.min(100_000_000_000L, Math.max(0, Math.round(points * 1e9)));
        return BigDecimal.valueOf((billionths + 50_000_000) / 100_000_000, 1);
    }

    private static int overduePoints(int days) {
        return days <= 0 ? 100 : days <= 7 ? 80 : days <= 30 ? 50 : days <= 60 ? 20 : 0;
    }

    private static Grade grade(CustomerFacts facts, BigDecimal score, boolean provisional) {
        Grade grade = provisional ? Grade.C : Grade.of(score);
        Integer overdue = facts.history().oldestOverdueDays();
        if (overdue != null && overdue > 30) {
            grade = grade.noBetterThan(overdue > 90 ? Grade.E : overdue > 60 ? Grade.D : Grade.C);
        }
        Previous previous = facts.previous();
        if (previous != null && !previous.provisional()) {
            int reachable = Math.max(0, Grade.valueOf(previous.grade()).ordinal() - 1);
            grade = grade.noBetterThan(GRADES[reachable]);
        }
        return grade;
    }

    private static String category(PaymentHistory history, boolean provisional) {
        if (history.tenureDays() == null) {
            return "POTENTIAL";
        }
        if (provisional) {
            return "NEW";
        }
        if (history.recencyDays() != null && history.recencyDays() > 180) {
            return history.recencyDays() > 365 ? "CHURNED" : "DORMANT";
        }
        return "A".equals(history.valueClass()) ? "KEY" : "NORMAL";
    }

    private static CreditLimit limit(CustomerFacts facts, Grade grade) {
        BigDecimal sales = facts.history().averageMonthlySales();
        BigDecimal amount = facts.acceptedGuarantees();
        if (sales != null && grade.factorTimesDays.signum() > 0) {
            amount = amount.add(sales.multiply(grade.factorTimesDays)
                    .min(grade.ceilingTimesMonth)
                    .max(BigDecimal.ZERO)
                    .divide(STEP_TIMES_MONTH, 0, RoundingMode.DOWN)
                    .multiply(STEP));
        }
        amount = amount.setScale(2, RoundingMode.HALF_UP);
        if (amount.signum() == 0) {
            return none(facts);
        }
        Previous previous = facts.previous();
        boolean pending = previous != null
                && previous.limit() != null
                && previous.limit().signum() > 0
                && amount.compareTo(previous.limit().multiply(RISE)) > 0;
        return new CreditLimit(
                CreditLimit.Type.AMOUNT, amount, facts.currency(), pending ? Status.PENDING : Status.GRANTED);
    }

    private static CreditLimit none(CustomerFacts facts) {
        return new CreditLimit(CreditLimit.Type.NONE, BigDecimal.ZERO, facts.currency(), Status.GRANTED);
    }
}
