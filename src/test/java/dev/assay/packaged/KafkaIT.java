package dev.assay.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.platform.database.EmbeddedPostgres;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events reach a Kafka topic in order, whatever dies or stalls: the node that writes them, or Kafka itself. */
class KafkaIT {

    private static final String TOPIC = "assay.events";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LEASE_SECONDS = 2;
    private static final int STALLS = 6;
    private static final int STALLS_WITHIN_MS = 1_000;
    private static final int STALL_MS = (LEASE_SECONDS + 1) * 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    private EmbeddedPostgres postgres;
    private KafkaServer kafka;
    private Books books;
    private int customers;

    @Test
    void everyEventIsWrittenInOrderWhateverDiesOrStalls() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start(data);
                KafkaServer server = new KafkaServer(data.resolve("kafka"))) {
            postgres = database;
            kafka = server;
            PackagedService first = node();
            try (PackagedService second = node()) {
                call(first);
                books = Books.inCny();
                happens();
                assertThat(readAll()).hasSizeGreaterThan(5);
                server.kill();
                happens(); // while Kafka is away
                server.start();
                happens();
                nodesStallInTurn(first, second);
                call(first);
                happens();
                first.kill(); // at whatever it is at
                call(second);
                happens();
                List<ConsumerRecord<String, String>> records = readAll();
                inOrderOfEachSubject(records);
                areCloudEvents(records);
            } finally {
                first.close();
                RestAssured.reset();
            }
        }
    }

    /** Each is taken for dead while it writes, and goes on when the other one has taken its place. */
    private void nodesStallInTurn(PackagedService first, PackagedService second) throws Exception {
        Random random = new Random(5);
        ExecutorService stalls = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < STALLS; i++) {
                PackagedService stalled = i % 2 == 0 ? first : second;
                call(i % 2 == 0 ? second : first);
                int after = random.nextInt(STALLS_WITHIN_MS);
                Future<?> stall = stalls.submit(() -> {
                    Thread.sleep(after);
                    stalled.stall();
                    try {
                        Thread.sleep(STALL_MS);
                    } finally {
                        stalled.goOn();
                    }
                    return null;
                });
                while (!stall.isDone()) {
                    happens();
                }
                stall.get();
            }
        } finally {
            stalls.shutdown();
        }
    }

    private PackagedService node() throws IOException {
        return PackagedService.start(
                data,
                Map.ofEntries(
                        Map.entry("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl()),
                        Map.entry("QUARKUS_DATASOURCE_USERNAME", postgres.username()),
                        Map.entry("QUARKUS_DATASOURCE_PASSWORD", postgres.password()),
                        Map.entry("ASSAY_KAFKA_ENABLED", "true"),
                        Map.entry("ASSAY_KAFKA_TOPIC", TOPIC),
                        // so that a node nearly always writes
                        Map.entry("ASSAY_KAFKA_LOOK_EVERY_MS", "10"),
                        Map.entry("ASSAY_KAFKA_LEASE_SECONDS", String.valueOf(LEASE_SECONDS)),
                        Map.entry("KAFKA_BOOTSTRAP_SERVERS", kafka.address())));
    }

    private static void call(PackagedService node) {
        RestAssured.baseURI = node.url();
        RestAssured.port = URI.create(node.url()).getPort();
    }

    /** Customers are graded, and orders of all customers stopped. */
    private void happens() {
        for (int i = 0; i < 4; i++) {
            String code = "C" + customers++;
            books.customer(code);
            books.post("customers/" + code + "/evaluations", "{}").statusCode(201);
        }
        for (int i = 0; i < customers; i++) {
            books.post(
                            "credit-checks",
                            "{\"orderId\":\"O%d-%d\",\"customerCode\":\"C%d\",\"amount\":5}".formatted(customers, i, i))
                    .statusCode(200);
        }
    }

    /** What a reader of committed records sees from the beginning on, once all events of the ledger are there. */
    private List<ConsumerRecord<String, String>> readAll() throws IOException {
        Set<String> expected = allEvents();
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        Instant end = Instant.now().plus(PATIENCE);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.address(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "reader-" + customers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            while (!seen.containsAll(expected) && Instant.now().isBefore(end)) {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(500))) {
                    records.add(each);
                    seen.add(JSON.readTree(each.value()).path("id").asText());
                }
            }
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
        return records;
    }

    private Set<String> allEvents() {
        Set<String> ids = new LinkedHashSet<>();
        JsonNode page = Api.tree(Api.erp().get(books.path("events?limit=1000")));
        while (!page.path("items").isEmpty()) {
            page.path("items").forEach(each -> ids.add(each.path("id").asText()));
            page = Api.tree(Api.erp().get(books.path("events?limit=1000&after=" + page.path("after"))));
        }
        return ids;
    }

    /** One that was written again comes after all that it came with, never with a later one of its subject missing. */
    private static void inOrderOfEachSubject(List<ConsumerRecord<String, String>> records) throws IOException {
        Map<String, List<Long>> first = new LinkedHashMap<>();
        Set<String> seen = new LinkedHashSet<>();
        for (ConsumerRecord<String, String> each : records) {
            JsonNode event = JSON.readTree(each.value());
            if (seen.add(event.path("id").asText())) {
                first.computeIfAbsent(each.key(), key -> new ArrayList<>())
                        .add(event.path("sequence").asLong());
            }
        }
        assertThat(first).hasSizeGreaterThan(10);
        first.values().forEach(sequence -> assertThat(sequence).isSorted());
        assertThat(first.values()).anySatisfy(sequence -> assertThat(sequence).hasSizeGreaterThan(3));
    }

    private void areCloudEvents(List<ConsumerRecord<String, String>> records) throws IOException {
        for (ConsumerRecord<String, String> each : records) {
            JsonNode event = JSON.readTree(each.value());
            assertThat(event.path("specversion").asText()).isEqualTo("1.0");
            assertThat(event.path("source").asText()).isEqualTo("/api/v1/ledgers/" + books.ledger());
            assertThat(each.key())
                    .isEqualTo(books.ledger() + "/" + event.path("subject").asText());
            assertThat(new String(each.headers().lastHeader("content-type").value(), StandardCharsets.UTF_8))
                    .startsWith("application/cloudevents+json");
        }
    }
}
