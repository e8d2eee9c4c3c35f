package dev.assay.ruleset;

import java.time.Instant;

/**
 * One time that a version began to serve.
 *
 * @param version hash of its content
 * @param engineVersion the engine that admitted it
 */
record Activation(String version, Instant at, String by, String engineVersion) {}
