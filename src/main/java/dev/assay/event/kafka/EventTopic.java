package dev.assay.event.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.event.CloudEvent;
import dev.assay.ledger.Ledger;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The topic: CloudEvents 1.0 in structured mode, keyed by ledger and subject, so that what concerns one customer stays in one partition
 * and in order.
 *
 * <p>A batch is one transaction of Kafka, under an id of the ledger's own: who begins with a ledger fences off whoever was at it before,
 * even if that one only seemed to be dead. Used by one thread.
 */
@ApplicationScoped
class EventTopic {

    private static final Logger LOG = Logger.getLogger(EventTopic.class);
    private static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

    /** Whatever Kafka does, a batch ends within the lease of {@link KafkaWorker}. */
    private static final Map<String, Object> BOUNDS = Map.of(
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);

    private final Map<Integer, KafkaProducer<String, String>> producers = new HashMap<>();

    /** All settings {@code kafka.…}: servers, TLS, SASL. */
    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> settings;

    @Inject
    ObjectMapper json;

    @ConfigProperty(name = "assay.kafka.topic", defaultValue = "assay.events")
    String topic;

    /** Of this installation, among all that write to the same servers. */
    @ConfigProperty(name = "assay.kafka.transaction-prefix", defaultValue = "assay")
    String transactionPrefix;

    /**
     * Begins with a ledger, unless this node was the last to be at it: from now on nobody who was at it before can write.
     *
     * @throws KafkaException if the servers or the topic aren't there
     */
    void open(Ledger ledger, boolean stillOurs) {
        if (!stillOurs) {
            forget(ledger);
        }
        if (producers.containsKey(ledger.id())) {
            return;
        }
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(BOUNDS);
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionPrefix + "-" + ledger.code());
        try {
            KafkaProducer<String, String> producer =
                    new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
            producers.put(ledger.id(), producer);
            producer.initTransactions();
            var unused = producer.partitionsFor(topic); // sending to a topic that isn't there would wait for each event
        } catch (RuntimeException e) {
            throw failed(ledger, e);
        }
    }

    /** Needs {@link #open}. @throws KafkaException if they aren't all committed; then readers of committed records see none */
    void send(Ledger ledger, List<CloudEvent> events) {
        try {
            KafkaProducer<String, String> producer = Objects.requireNonNull(producers.get(ledger.id()));
            producer.beginTransaction();
            for (CloudEvent event : events) {
                Future<RecordMetadata> sent = producer.send(entry(ledger, event));
                if (sent.isDone()) {
                    sent.get(); // mostly because it failed: the rest would wait for the same
                }
            }
            producer.commitTransaction(); // waits for all of them, and fails if one did
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(ledger, new KafkaException(e));
        } catch (ExecutionException e) {
            throw failed(ledger, new KafkaException(e.getCause()));
        } catch (RuntimeException e) {
            throw failed(ledger, e);
        }
    }

    /** The next batch of the ledger begins with a new producer, which undoes what this one left open. */
    private KafkaException failed(Ledger ledger, RuntimeException e) {
        forget(ledger);
        return e instanceof KafkaException kafka ? kafka : new KafkaException(e);
    }

    private ProducerRecord<String, String> entry(Ledger ledger, CloudEvent event) {
        try {
            return new ProducerRecord<>(
                    topic,
                    null,
                    event.time().toEpochMilli(),
                    ledger.code() + "/" + event.subject(),
                    json.writeValueAsString(event),
                    List.of(new RecordHeader("content-type", CONTENT_TYPE.getBytes(StandardCharsets.UTF_8))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event is plain data", e);
        }
    }

    private void forget(Ledger ledger) {
        close(producers.remove(ledger.id()), Duration.ZERO);
    }

    void close() {
        producers.values().forEach(producer -> close(producer, Duration.ofSeconds(1)));
        producers.clear();
    }

    private static void close(@Nullable KafkaProducer<String, String> producer, Duration patience) {
        try {
            if (producer != null) {
                producer.close(patience);
            }
        } catch (KafkaException e) {
            LOG.debug("A producer did not end in order", e);
        }
    }
}
