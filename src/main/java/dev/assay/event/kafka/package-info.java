/** Events written to a Kafka topic, in order and at least once. Off unless {@code ASSAY_KAFKA_ENABLED}. */
@NullMarked
package dev.assay.event.kafka;

import org.jspecify.annotations.NullMarked;
