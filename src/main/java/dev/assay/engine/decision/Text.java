package dev.assay.engine.decision;

/** One sentence in both languages of the house. */
public record Text(String zh, String en) {}
