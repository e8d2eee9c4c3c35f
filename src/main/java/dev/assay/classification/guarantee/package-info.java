/** What others guarantee for a customer: asked for, agreed to by another person, and added to the limit while it is in force. */
@NullMarked
package dev.assay.classification.guarantee;

import org.jspecify.annotations.NullMarked;
