package dev.assay.engine.ruleset.profile;

import dev.assay.engine.ruleset.syntax.Expr;

/** The range a computation can give, from what is known of the properties in it. */
record Interval(double from, double to) {
    private static final Interval ANY = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    static Interval of(Expr expr) {
        var constant = Constants.of(expr);
        if (constant != null) {
            return new Interval(constant.doubleValue(), constant.doubleValue());
        }
        if (expr instanceof Expr.Property named) {
            Property property = Property.named(named.name());
            return property == null ? ANY : new Interval(property.from(), property.to());
        }
        if (expr instanceof Expr.Negative negative) {
            Interval operand = of(negative.operand());
            return new Interval(-operand.to, -operand.from);
        }
        if (expr instanceof Expr.Binary binary) {
            return computed(binary.operator(), of(binary.left()), of(binary.right()));
        }
        return expr instanceof Expr.Call call ? called(call) : ANY;
    }

    private static Interval computed(Expr.Operator operator, Interval a, Interval b) {
        return switch (operator) {
            case PLUS -> new Interval(a.from + b.from, a.to + b.to);
            case MINUS -> new Interval(a.from - b.to, a.to - b.from);
            case TIMES -> hull(times(a.from, b.from), times(a.from, b.to), times(a.to, b.from), times(a.to, b.to));
            case DIVIDED -> b.from == b.to && b.from != 0 ? hull(a.from / b.from, a.to / b.from) : ANY;
            default -> ANY;
        };
    }

    private static Interval called(Expr.Call call) {
        Interval a = of(call.arguments().get(0));
        if (call.function().equals("Math.abs")) {
            double most = Math.max(Math.abs(a.from), Math.abs(a.to));
            return new Interval(a.from <= 0 && a.to >= 0 ? 0 : Math.min(Math.abs(a.from), Math.abs(a.to)), most);
        }
        Interval b = of(call.arguments().get(1));
        return call.function().equals("Math.min")
                ? new Interval(Math.min(a.from, b.from), Math.min(a.to, b.to))
                : new Interval(Math.max(a.from, b.from), Math.max(a.to, b.to));
    }

    private static double times(double a, double b) {
        return a == 0 || b == 0 ? 0 : a * b;
    }

    private static Interval hull(double... ends) {
        double from = ends[0];
        double to = ends[0];
        for (double end : ends) {
            from = Math.min(from, end);
            to = Math.max(to, end);
        }
        return new Interval(from, to);
    }
}
