package dev.assay.engine.ruleset;

import dev.assay.engine.ruleset.example.ExampleRun;

/**
 * A ruleset that may serve: compiled, its examples come out as written, it decides the same however it is asked, and it is warm.
 *
 * @param sampled customers it was asked about in every way
 */
public record AdmittedRuleset(CompiledRuleset ruleset, ExampleRun examples, int sampled) {}
