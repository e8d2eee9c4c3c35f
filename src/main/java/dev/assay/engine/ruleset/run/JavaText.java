package dev.assay.engine.ruleset.run;

import java.math.BigDecimal;

/** Literals as Java reads them. */
final class JavaText {
    private JavaText() {}

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** An exact decimal, as a call of {@link dev.assay.engine.fact.Exact}; parsing a text at each firing would cost more than the rule. */
    static String exact(BigDecimal number) {
        BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
        return plain.unscaledValue().bitLength() < Long.SIZE
                ? "Exact.of(" + plain.unscaledValue() + "L, " + plain.scale() + ")"
                : "Exact.of(" + quoted(plain.toPlainString()) + ")";
    }

    /** A double literal, never in scientific form. */
    static String decimal(BigDecimal number) {
        String plain = new BigDecimal(Double.toString(number.doubleValue())).toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }
}
