package dev.assay.platform.problem;

/**
 * One field at fault.
 *
 * @param pointer JSON pointer (RFC 6901) into the body, the name of a parameter, or a place in a rule file
 * @param message the value and the fix
 */
public record FieldError(String pointer, String message) {}
