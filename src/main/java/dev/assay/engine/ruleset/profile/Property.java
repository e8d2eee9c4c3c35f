package dev.assay.engine.ruleset.profile;

import dev.assay.engine.fact.Customer;
import dev.assay.engine.fact.Metric;
import dev.assay.engine.fact.Phase;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something a rule may read of a customer.
 *
 * @param nullable may be null: no data
 * @param from smallest possible value, −∞ if unknown
 * @param to largest possible value, +∞ if unknown
 * @param givenBy the phase whose outcome it is, null for a fact
 * @param ofOrder belongs to an order: only the check phase knows it
 * @param metric the metric it is, null for anything else
 */
public record Property(
        String name,
        Kind kind,
        boolean nullable,
        double from,
        double to,
        @Nullable Phase givenBy,
        boolean ofOrder,
        @Nullable Metric metric,
        Function<Customer, @Nullable Object> reader) {

    private static final Map<String, Property> ALL = all();

    public static @Nullable Property named(String name) {
        return ALL.get(name);
    }

    public static Collection<String> names() {
        return ALL.keySet();
    }

    /** The bean getter that compiled rules call. */
    public String getter() {
        String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return (name.equals("provisional") ? "is" : "get") + capital;
    }

    private static Map<String, Property> all() {
        Map<String, Property> all = new LinkedHashMap<>();
        Arrays.stream(Metric.values()).map(Property::of).forEach(metric -> all.put(metric.name, metric));
        add(all, fact("customerType", Kind.TEXT, true, Customer::getCustomerType));
        add(all, fact("industry", Kind.TEXT, true, Customer::getIndustry));
        add(all, fact("region", Kind.TEXT, true, Customer::getRegion));
        add(all, fact("size", Kind.TEXT, true, Customer::getSize));
        add(all, fact("tags", Kind.TEXTS, false, Customer::getTags));
        add(all, fact("previousGrade", Kind.TEXT, true, Customer::getPreviousGrade));
        add(all, fact("previousProvisional", Kind.FLAG, true, Customer::getPreviousProvisional));
        add(all, fact("previousLimit", Kind.EXACT, true, Customer::getPreviousLimit));
        add(all, fact("acceptedGuarantees", Kind.EXACT, false, Customer::getAcceptedGuarantees));
        add(all, outcome("score", Kind.EXACT, true, 0, 100, Phase.SCORE, Customer::getScore));
        add(all, outcome("grade", Kind.TEXT, false, 0, 0, Phase.GRADE, Customer::getGrade));
        add(all, outcome("provisional", Kind.FLAG, false, 0, 0, Phase.GRADE, Customer::isProvisional));
        add(all, outcome("category", Kind.TEXT, false, 0, 0, Phase.CATEGORY, Customer::getCategory));
        add(all, outcome("term", Kind.TEXT, false, 0, 0, Phase.TERM, Customer::getTerm));
        add(
                all,
                outcome("creditPeriodDays", Kind.INTEGER, false, 0, 36_500, Phase.TERM, Customer::getCreditPeriodDays));
        add(all, outcome("graceDays", Kind.INTEGER, false, 0, 36_500, Phase.TERM, Customer::getGraceDays));
        add(all, order("orderAmount", Kind.EXACT, false, Customer::getOrderAmount));
        add(all, order("prepaid", Kind.FLAG, false, Customer::getPrepaid));
        add(all, order("requestedTerm", Kind.TEXT, true, Customer::getRequestedTerm));
        add(all, order("requestedPeriodDays", Kind.INTEGER, true, Customer::getRequestedPeriodDays));
        add(all, order("graded", Kind.FLAG, false, Customer::getGraded));
        add(all, order("limitType", Kind.TEXT, false, Customer::getLimitType));
        add(all, order("limit", Kind.EXACT, true, Customer::getLimit));
        add(all, order("exposureBefore", Kind.EXACT, false, Customer::getExposureBefore));
        add(all, order("exposureAfter", Kind.EXACT, false, Customer::getExposureAfter));
        add(all, order("utilizationAfter", Kind.DECIMAL, true, Customer::getUtilizationAfter));
        add(all, order("excess", Kind.EXACT, false, Customer::getExcess));
        add(all, order("limitEnded", Kind.FLAG, false, Customer::getLimitEnded));
        add(all, order("reviewOverdueDays", Kind.INTEGER, false, Customer::getReviewOverdueDays));
        add(all, order("onHold", Kind.FLAG, false, Customer::getOnHold));
        add(all, order("dunningLevel", Kind.INTEGER, false, Customer::getDunningLevel));
        add(all, order("brokenPromises", Kind.INTEGER, false, Customer::getBrokenPromises));
        add(all, order("dataStale", Kind.FLAG, false, Customer::getDataStale));
        return Collections.unmodifiableMap(all);
    }

    private static void add(Map<String, Property> all, Property property) {
        all.put(property.name, property);
    }

    private static Property of(Metric metric) {
        double from = metric.lowest();
        double to = metric.highest();
        return new Property(
                metric.key(),
                Kind.of(metric.type()),
                true,
                from,
                to,
                null,
                false,
                metric,
                customer -> metric.in(customer.facts().history()));
    }

    private static Property fact(
            String name, Kind kind, boolean nullable, Function<Customer, @Nullable Object> reader) {
        return new Property(name, kind, nullable, 0, Double.POSITIVE_INFINITY, null, false, null, reader);
    }

    private static Property outcome(
            String name,
            Kind kind,
            boolean nullable,
            double from,
            double to,
            Phase givenBy,
            Function<Customer, @Nullable Object> reader) {
        return new Property(name, kind, nullable, from, to, givenBy, false, null, reader);
    }

    private static Property order(
            String name, Kind kind, boolean nullable, Function<Customer, @Nullable Object> reader) {
        return new Property(name, kind, nullable, 0, Double.POSITIVE_INFINITY, null, true, null, reader);
    }
}
