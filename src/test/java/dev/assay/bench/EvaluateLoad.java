package dev.assay.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks a running service for evaluations: arrays of facts as fast as it answers, or stored customers at a fixed rate; or, at a fixed
 * rate too, for credit positions, order checks, and for the ledger's credit policy: one row, the floor of any call that reads.
 *
 * <p>At a fixed rate a request's time counts from when it was due, so a stall shows in every request behind it. How to run it and
 * what came out: docs/benchmarks.md.
 */
public final class EvaluateLoad implements AutoCloseable {

    private static final int CONNECTIONS_MAX = 256;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setMaxPoolSize(CONNECTIONS_MAX).setTcpNoDelay(true));
    private final URI ledger;
    private final String apiKey;
    private final PrintStream out;

    /** @param ledger address of the ledger, {@code http://…/api/v1/ledgers/{ledger}} */
    public EvaluateLoad(URI ledger, String apiKey, PrintStream out) {
        this.ledger = ledger;
        this.apiKey = apiKey;
        this.out = out;
    }

    @Override
    public void close() {
        client.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /**
     * Settings as {@code name=value}: mode (stateless, stored, positions, checks or floor), url, ledger, key, seconds; size and callers
     * for stateless; rate (requests a second), warm (seconds at that rate before, not counted), customers, asOf, skew (1: every
     * customer is as likely; 2.5: customers order as often as GenerateLedger bills them) and code (a format of numbers from 1, default
     * as LoadDocuments makes them) for the others.
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.ofEntries(
                Map.entry("mode", "stateless"),
                Map.entry("url", "http://127.0.0.1:8080"),
                Map.entry("ledger", "load"),
                Map.entry("seconds", "20"),
                Map.entry("warm", "0"),
                Map.entry("skew", "1"),
                Map.entry("size", "1000"),
                Map.entry("callers", "2"),
                Map.entry("rate", "50"),
                Map.entry("customers", "100000"),
                Map.entry("code", ""),
                Map.entry("asOf", "2026-06-30")));
        for (String argument : arguments) {
            settings.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }
        int seconds = Integer.parseInt(settings.get("seconds"));
        try (EvaluateLoad load = new EvaluateLoad(
                URI.create(settings.get("url") + "/api/v1/ledgers/" + settings.get("ledger")),
                settings.get("key"),
                System.out)) {
            if (settings.get("mode").equals("stateless")) {
                load.stateless(
                        Integer.parseInt(settings.get("size")), Integer.parseInt(settings.get("callers")), seconds);
                return;
            }
            load.atPace(
                    settings,
                    new Pace(Integer.parseInt(settings.get("rate")), Integer.parseInt(settings.get("warm")), seconds));
        }
    }

    /**
     * How often is asked, and for how long.
     *
     * @param rate requests a second
     * @param warm seconds at that rate before those that are counted, without a break in between
     * @param seconds that are counted
     */
    public record Pace(int rate, int warm, int seconds) {}

    private void atPace(Map<String, String> settings, Pace pace) {
        String format = settings.get("code");
        int customers = Integer.parseInt(settings.get("customers"));
        double skew = Double.parseDouble(settings.get("skew"));
        IntUnaryOperator skewed = i -> (int) (customers * Math.pow(i / (double) customers, skew));
        IntFunction<String> code = format.isEmpty()
                ? i -> DocumentFeed.customerCode(skewed.applyAsInt(i))
                : i -> String.format(Locale.ROOT, format, skewed.applyAsInt(i) + 1);
        switch (settings.get("mode")) {
            case "stored" -> stored(code, customers, settings.get("asOf"), pace);
            case "positions" -> positions(code, customers, pace);
            case "checks" -> checks(code, customers, pace);
            case "floor" -> floor(pace);
            default ->
                throw new IllegalArgumentException(
                        "mode is stateless, stored, positions, checks or floor, not " + settings.get("mode"));
        }
    }

    /** Sends arrays of random facts from a few callers at once; returns customers per second. */
    public double stateless(int size, int callers, int seconds) throws Exception {
        Request request = post("/evaluations", facts(size, new Random(1)));
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            long start = System.nanoTime();
            long end = start + TimeUnit.SECONDS.toNanos(seconds);
            List<java.util.concurrent.Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                counts.add(threads.submit(() -> {
                    int answered = 0;
                    do {
                        ask(request).toCompletionStage().toCompletableFuture().get();
                        answered += size;
                    } while (System.nanoTime() < end);
                    return answered;
                }));
            }
            long total = 0;
            for (java.util.concurrent.Future<Integer> count : counts) {
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
    public double[] stored(IntFunction<String> code, int customers, String asOf, Pace pace) {
        Random random = new Random(1);
        return atPace(
                "stored evaluations",
                pace,
                i -> post(
                        "/customers/" + code.apply(random.nextInt(customers)) + "/evaluations",
                        "{\"asOf\":\"" + asOf + "\"}"));
    }

    /** Asks for the credit positions of random customers at a rate; returns as {@link #stored}. */
    public double[] positions(IntFunction<String> code, int customers, Pace pace) {
        Random random = new Random(System.nanoTime());
        return atPace("positions", pace, i -> get("/customers/" + code.apply(random.nextInt(customers)) + "/credit"));
    }

    /** Checks orders of random customers at a rate, each with a reservation; returns as {@link #stored}. */
    public double[] checks(IntFunction<String> code, int customers, Pace pace) {
        long first = System.nanoTime();
        Random random = new Random(first);
        return atPace(
                "order checks",
                pace,
                i -> post(
                        "/credit-checks",
                        "{\"orderId\":\"L%d-%d\",\"customerCode\":\"%s\",\"amount\":%d,\"reserve\":true}"
                                .formatted(
                                        first, i, code.apply(random.nextInt(customers)), 1 + random.nextInt(5_000))));
    }

    /** Asks for the credit policy at a rate; returns as {@link #stored}. */
    public double[] floor(Pace pace) {
        return atPace("credit policies", pace, i -> get("/credit-policy"));
    }

    private double[] atPace(String what, Pace pace, IntFunction<Request> requests) {
        int uncounted = pace.rate() * pace.warm();
        List<Request> all = IntStream.range(0, uncounted + pace.rate() * pace.seconds())
                .mapToObj(requests)
                .toList();
        List<CompletableFuture<Answered>> answers =
                all.stream().map(each -> new CompletableFuture<Answered>()).toList();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            Duration ownBefore = processorTime();
            long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
            for (int i = 0; i < all.size(); i++) {
                int number = i;
                long due = start + i * TimeUnit.SECONDS.toNanos(1) / pace.rate();
                clock.schedule(
                        () -> ask(all.get(number), due, answers.get(number)),
                        due - System.nanoTime(),
                        TimeUnit.NANOSECONDS);
            }
            List<Answered> everything =
                    answers.stream().map(CompletableFuture::join).toList();
            double ownMillis = processorTime().minus(ownBefore).toNanos() / 1e6 / Math.max(1, everything.size());
            List<Answered> answered = everything.subList(uncounted, everything.size());
            double[] millis =
                    answered.stream().mapToDouble(Answered::millis).sorted().toArray();
            double[] percentiles = Arrays.stream(new double[] {0.5, 0.95, 0.99, 1})
                    .map(share -> millis[(int) Math.ceil(share * millis.length) - 1])
                    .toArray();
            long held = answered.stream().filter(Answered::held).count();
            out.printf(
                    Locale.ROOT,
                    "%,d %s at %d/s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms; %d held;"
                            + " this program took %.2f ms of processor time for each%n",
                    millis.length,
                    what,
                    pace.rate(),
                    percentiles[0],
                    percentiles[1],
                    percentiles[2],
                    percentiles[3],
                    held,
                    ownMillis);
            return percentiles;
        } finally {
            clock.shutdownNow();
        }
    }

    private static Duration processorTime() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Duration.ofNanos(system.getProcessCpuTime())
                : Duration.ZERO;
    }

    /** @param held an order that has to wait */
    private record Answered(double millis, boolean held) {}

    private void ask(Request request, long due, CompletableFuture<Answered> answer) {
        try {
            ask(request)
                    .onFailure(answer::completeExceptionally)
                    .onSuccess(body -> answer.complete(new Answered(
                            (System.nanoTime() - due) / 1e6,
                            body.toString(StandardCharsets.UTF_8).contains("\"decision\":\"HOLD\""))));
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    /** @param body null: none */
    private record Request(RequestOptions options, @Nullable Buffer body) {}

    /** The body of a good answer. */
    private Future<Buffer> ask(Request request) {
        // All of it is set up on the event loop: a body that arrives before it is asked for would be lost.
        return client.request(request.options())
                .compose(sent -> (request.body() == null ? sent.send() : sent.send(request.body()))
                        .compose(response -> response.body().compose(body -> good(response, body))));
    }

    private static Future<Buffer> good(HttpClientResponse response, Buffer body) {
        return response.statusCode() == 200 || response.statusCode() == 201
                ? Future.succeededFuture(body)
                : Future.failedFuture(new IOException(response.statusCode() + " " + body));
    }

    private Request get(String path) {
        return new Request(options(HttpMethod.GET, path), null);
    }

    private Request post(String path, String body) {
        return new Request(
                options(HttpMethod.POST, path).putHeader("Content-Type", "application/json"), Buffer.buffer(body));
    }

    private RequestOptions options(HttpMethod method, String path) {
        return new RequestOptions()
                .setMethod(method)
                .setHost(ledger.getHost())
                .setPort(ledger.getPort())
                .setURI(ledger.getPath() + path)
                .putHeader("X-API-Key", apiKey);
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
