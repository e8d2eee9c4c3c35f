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
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** A double literal, never in scientific form. */
    static String decimal(BigDecimal number) {
        String plain = new BigDecimal(Double.toString(number.doubleValue())).toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }
}
