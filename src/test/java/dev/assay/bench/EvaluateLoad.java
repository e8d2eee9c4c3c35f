package dev.assay.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks a running service for evaluations: arrays of facts as fast as it answers, or stored customers at a fixed rate; or, at a fixed
 * rate too, for credit positions and order checks.
 *
 * <p>At a fixed rate a request's time counts from when it was due, so a stall shows in every request behind it. How to run it and
 * what came out: docs/benchmarks.md.
 */
public final class EvaluateLoad {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI ledger;
    private final String apiKey;
    private final PrintStream out;

    /** @param ledger address of the ledger, {@code http://…/api/v1/ledgers/{ledger}} */
    public EvaluateLoad(URI ledger, String apiKey, PrintStream out) {
        this.ledger = ledger;
        this.apiKey = apiKey;
        this.out = out;
    }

    /**
     * Settings as {@code name=value}: mode (stateless, stored, positions or checks), url, ledger, key, seconds; size and callers for stateless; rate
     * (requests a second), customers, asOf and code (a format of numbers from 1, default as LoadDocuments makes them) for the others.
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "mode", "stateless",
                "url", "http://127.0.0.1:8080",
                "ledger", "load",
                "seconds", "20",
                "size", "1000",
                "callers", "2",
                "rate", "50",
                "customers", "100000",
                "code", "",
                "asOf", "2026-06-30"));
        for (String argument : arguments) {
            settings.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }
        EvaluateLoad load = new EvaluateLoad(
                URI.create(settings.get("url") + "/api/v1/ledgers/" + settings.get("ledger")),
                settings.get("key"),
                System.out);
        int seconds = Integer.parseInt(settings.get("seconds"));
        if (settings.get("mode").equals("stateless")) {
            load.stateless(Integer.parseInt(settings.get("size")), Integer.parseInt(settings.get("callers")), seconds);
            return;
        }
        String format = settings.get("code");
        IntFunction<String> code =
                format.isEmpty() ? DocumentFeed::customerCode : i -> String.format(Locale.ROOT, format, i + 1);
        int customers = Integer.parseInt(settings.get("customers"));
        int rate = Integer.parseInt(settings.get("rate"));
        switch (settings.get("mode")) {
            case "stored" -> load.stored(code, customers, settings.get("asOf"), rate, seconds);
            case "positions" -> load.positions(code, customers, rate, seconds);
            case "checks" -> load.checks(code, customers, rate, seconds);
            default -> throw new IllegalArgumentException("mode is stateless, stored, positions or checks");
        }
    }

    /** Sends arrays of random facts from a few callers at once; returns customers per second. */
    public double stateless(int size, int callers, int seconds) throws Exception {
        String body = facts(size, new Random(1));
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            long start = System.nanoTime();
            long end = start + TimeUnit.SECONDS.toNanos(seconds);
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                counts.add(threads.submit(() -> {
                    int answered = 0;
                    do {
                        post("/evaluations", body, 200);
                        answered += size;
                    } while (System.nanoTime() < end);
                    return answered;
                }));
            }
            long total = 0;
            for (Future<Integer> count : counts) {
                total += count.get();
            }
            double perSecond = total / ((System.nanoTime() - start) / 1e9);
            out.printf(Locale.ROOT, "%,d facts in arrays of %,d: %,.0f customers/s%n", total, size, perSecond);
            return perSecond;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Evaluates random stored customers at a rate; returns the 50th, 95th and 99th percentile and the maximum, in milliseconds. */
    public double[] stored(IntFunction<String> code, int customers, String asOf, int rate, int seconds) {
        Random random = new Random(1);
        return atRate(
                "stored evaluations",
                rate,
                seconds,
                i -> request(
                        "/customers/" + code.apply(random.nextInt(customers)) + "/evaluations",
                        "{\"asOf\":\"" + asOf + "\"}"));
    }

    /** Asks for the credit positions of random customers at a rate; returns as {@link #stored}. */
    public double[] positions(IntFunction<String> code, int customers, int rate, int seconds) {
        Random random = new Random(1);
        return atRate(
                "positions",
                rate,
                seconds,
                i -> HttpRequest.newBuilder(
                                URI.create(ledger + "/customers/" + code.apply(random.nextInt(customers)) + "/credit"))
                        .header("X-API-Key", apiKey)
                        .build());
    }

    /** Checks orders of random customers at a rate, each with a reservation; returns as {@link #stored}. */
    public double[] checks(IntFunction<String> code, int customers, int rate, int seconds) {
        Random random = new Random(1);
        long first = System.nanoTime();
        return atRate(
                "order checks",
                rate,
                seconds,
                i -> request(
                        "/credit-checks",
                        "{\"orderId\":\"L%d-%d\",\"customerCode\":\"%s\",\"amount\":%d,\"reserve\":true}"
                                .formatted(
                                        first, i, code.apply(random.nextInt(customers)), 1 + random.nextInt(5_000))));
    }

    private double[] atRate(String what, int rate, int seconds, IntFunction<HttpRequest> requests) {
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
        try {
            long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
            List<CompletableFuture<Double>> answers = IntStream.range(0, rate * seconds)
                    .mapToObj(i -> {
                        long due = start + i * TimeUnit.SECONDS.toNanos(1) / rate;
                        HttpRequest request = requests.apply(i);
                        CompletableFuture<Double> answer = new CompletableFuture<>();
                        clock.schedule(() -> ask(request, due, answer), due - System.nanoTime(), TimeUnit.NANOSECONDS);
                        return answer;
                    })
                    .toList();
            double[] millis = answers.stream()
                    .mapToDouble(CompletableFuture::join)
                    .sorted()
                    .toArray();
            double[] percentiles = Arrays.stream(new double[] {0.5, 0.95, 0.99, 1})
                    .map(share -> millis[(int) Math.ceil(share * millis.length) - 1])
                    .toArray();
            out.printf(
                    Locale.ROOT,
                    "%,d %s at %d/s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                    millis.length,
                    what,
                    rate,
                    percentiles[0],
                    percentiles[1],
                    percentiles[2],
                    percentiles[3]);
            return percentiles;
        } finally {
            clock.shutdownNow();
        }
    }

    private void ask(HttpRequest request, long due, CompletableFuture<Double> answer) {
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).whenComplete((response, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (response.statusCode() != 200 && response.statusCode() != 201) {
                answer.completeExceptionally(new IOException(response.statusCode() + " " + response.body()));
            } else {
                answer.complete((System.nanoTime() - due) / 1e6);
            }
        });
    }

    private void post(String path, String body, int expected) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request(path, body), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != expected) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(URI.create(ledger + path))
                .header("X-API-Key", apiKey)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String facts(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        """
                        {"customerCode":"K%d","paymentIndex":%.2f,"onTimeRatio":%.4f,"oldestOverdueDays":%d,"tenureDays":%d,\
                        "paidInvoices12m":%d,"invoices12m":%d,"averageMonthlySales":%.2f,"recencyDays":%d,\
                        "netRevenue12m":%.2f,"valueClass":"%s"}""",
                        i,
                        random.nextDouble() * 100,
                        random.nextDouble(),
                        random.nextInt(3) * random.nextInt(120),
                        random.nextInt(2000),
                        random.nextInt(40),
                        random.nextInt(40),
                        random.nextDouble() * 1e6,
                        random.nextInt(500),
                        random.nextDouble() * 1e7,
                        "ABC".charAt(random.nextInt(3))))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
