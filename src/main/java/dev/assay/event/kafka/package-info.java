/** Events written to a Kafka topic, in order, once each for readers of committed records. Off unless {@code ASSAY_KAFKA_ENABLED}. */
@NullMarked
package dev.assay.event.kafka;

import org.jspecify.annotations.NullMarked;
