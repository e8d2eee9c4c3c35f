package dev.assay.engine.ruleset;

/**
 * What a rule is called and where it stands.
 *
 * @param code stable id across versions
 * @param line from 1; for a spreadsheet the row
 */
public record RuleInfo(String code, String name, String phase, String file, int line) {}
