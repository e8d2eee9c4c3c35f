/** Drafts of rulesets: files in the database that people edit, check and hand in. */
@NullMarked
package dev.assay.ruleset.draft;

import org.jspecify.annotations.NullMarked;
