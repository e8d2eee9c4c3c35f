package dev.assay.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Feeds a running service with generated documents and prints rows (documents and allocations) per second, batch by batch, and how
 * long batches took in the end.
 *
 * <p>Each batch is written to a file first and sent from there, so that making the lines is not part of the time. How to run it
 * and what came out: docs/benchmarks.md.
 */
public final class LoadDocuments {
    private static final int CUSTOMERS_PER_BATCH = 10_000;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI service;
    private final String ledger;
    private final String apiKey;
    private final String adminPassword;
    private final PrintStream out;
    private final List<Double> seconds = new ArrayList<>();

    public LoadDocuments(URI service, String ledger, String apiKey, String adminPassword, PrintStream out) {
        this.service = service;
        this.ledger = ledger;
        this.apiKey = apiKey;
        this.adminPassword = adminPassword;
        this.out = out;
    }

    /** Settings as {@code name=value}: url, ledger, key, password, customers, batch, batches, skip, lag, perDay, seed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "url", "http://127.0.0.1:8080",
                "ledger", "load",
                "customers", "100000",
                "batch", "500000",
                "batches", "10",
                "skip", "0",
                "lag", "100000",
                "perDay", "5000",
                "seed", "1"));
        for (String argument : arguments) {
            settings.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }
        LoadDocuments load = new LoadDocuments(
                URI.create(settings.get("url")),
                settings.get("ledger"),
                settings.get("key"),
                settings.get("password"),
                System.out);
        int customers = Integer.parseInt(settings.get("customers"));
        long skip = Long.parseLong(settings.get("skip"));
        if (skip == 0) {
            load.createBooks(customers);
        }
        DocumentFeed feed = new DocumentFeed(
                Long.parseLong(settings.get("seed")),
                customers,
                Long.parseLong(settings.get("lag")),
                Long.parseLong(settings.get("perDay")));
        Path file = Files.createTempFile("feed", ".ndjson");
        try {
            long batch = Long.parseLong(settings.get("batch"));
            if (skip > 0) {
                feed.write(file, skip);
            }
            for (int i = 0; i < Integer.parseInt(settings.get("batches")); i++) {
                load.sendNext(feed, file, batch);
            }
            load.printTimes();
        } finally {
            Files.delete(file);
        }
    }

    /** Makes the ledger and its customers. */
    public void createBooks(int customers) throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString(("admin:" + adminPassword).getBytes(StandardCharsets.UTF_8));
        send(request("")
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"Load\",\"baseCurrency\":\"CNY\",\"timeZone\":\"Asia/Shanghai\"}")));
        for (int from = 0; from < customers; from += CUSTOMERS_PER_BATCH) {
            String lines = IntStream.range(from, Math.min(customers, from + CUSTOMERS_PER_BATCH))
                    .mapToObj(DocumentFeed::customerCode)
                    .map(code -> "{\"code\":\"%s\",\"name\":\"Customer %s\",\"type\":\"ENTERPRISE\"}\n"
                            .formatted(code, code))
                    .collect(Collectors.joining());
            send(request("/customers/batch")
                    .header("X-API-Key", apiKey)
                    .header("Content-Type", "application/x-ndjson")
                    .POST(HttpRequest.BodyPublishers.ofString(lines)));
        }
    }

    /** Sends the feed's next lines as one batch; returns rows per second. */
    public double sendNext(DocumentFeed feed, Path file, long lines) throws IOException, InterruptedException {
        long documents = feed.documents();
        long allocations = feed.allocations();
        feed.write(file, lines);
        long start = System.nanoTime();
        String answer = send(request("/documents")
                .header("X-API-Key", apiKey)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofFile(file)));
        double took = (System.nanoTime() - start) / 1e9;
        seconds.add(took);
        long rows = feed.documents() - documents + feed.allocations() - allocations;
        out.printf(
                "%,d documents before, %,d rows in %.1f s: %,.0f rows/s  %s%n",
                documents, rows, took, rows / took, answer.substring(0, Math.min(300, answer.length())));
        return rows / took;
    }

    /** Of the second half of the batches, which the service is warm for. */
    public void printTimes() {
        double[] warm = seconds.stream()
                .skip(seconds.size() / 2)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        out.printf(
                "a batch, of the last %,d: p50 %.1f ms, p99 %.1f ms, mean %.1f ms%n",
                warm.length,
                warm[warm.length / 2] * 1e3,
                warm[(int) (warm.length * 0.99)] * 1e3,
                Arrays.stream(warm).average().orElseThrow() * 1e3);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve("/api/v1/ledgers/" + ledger + path));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(
                    response.request().uri() + " answered " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
