package dev.assay.engine.ruleset.profile;

import dev.assay.engine.fact.Metric;

/** What a value in a rule is, and so what it may be compared with. */
public enum Kind {
    /** Whole number, {@link Integer}. */
    INTEGER("整数", "a whole number"),
    /** Number in double precision, {@link Double}. */
    DECIMAL("小数", "a decimal number"),
    /** Money or another exact decimal, {@link java.math.BigDecimal}. */
    EXACT("金额", "an exact amount"),
    TEXT("文本", "a text"),
    FLAG("是/否", "true or false"),
    /** A date as days since 1970-01-01, written as "2026-01-31" in rules. */
    DATE("日期", "a date"),
    /** A set of texts. */
    TEXTS("文本集合", "a set of texts"),
    /** The literal {@code null}. */
    NO_DATA("无数据", "no data");

    private final String zh;
    private final String en;

    Kind(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    String zh() {
        return zh;
    }

    String en() {
        return en;
    }

    boolean isNumber() {
        return this == INTEGER || this == DECIMAL || this == EXACT;
    }

    static Kind of(Metric.Type type) {
        return switch (type) {
            case MONEY -> EXACT;
            case RATIO, DECIMAL_DAYS -> DECIMAL;
            case DAYS, COUNT -> INTEGER;
            case TEXT -> TEXT;
            case FLAG -> FLAG;
        };
    }
}
