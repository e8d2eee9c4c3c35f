package dev.assay.event.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.event.CloudEvent;
import dev.assay.platform.encryption.Encryption;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Sends one event to one receiver, signed as the Standard Webhooks specification says: {@code webhook-signature} is {@code v1,} and the
 * base 64 of HMAC-SHA256 over id, timestamp and body, joined by dots.
 */
@ApplicationScoped
class Delivery {

    private static final String MAC = "HmacSHA256";
    private static final int OK_FROM = 200;
    private static final int OK_TO = 299;

    @Inject
    Encryption encryption;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /** How long a receiver may take to answer. */
    @ConfigProperty(name = "assay.webhooks.timeout-seconds", defaultValue = "10")
    int timeoutSeconds;

    /** Follows no redirects: what was agreed to is this address. */
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** What the context of a sealed secret is. */
    static String context(int ledger) {
        return "webhook " + ledger;
    }

    Webhooks.Attempt send(int ledger, Webhook webhook, CloudEvent event) throws InterruptedException {
        Instant at = clock.instant();
        String body = write(event);
        String timestamp = String.valueOf(at.getEpochSecond());
        String secret = encryption.decrypt(webhook.sealedSecret(), context(ledger));
        HttpRequest request = HttpRequest.newBuilder(URI.create(webhook.url()))
                .timeout(Duration.ofSeconds(timeoutSeconds))
                .header("Content-Type", "application/cloudevents+json; charset=utf-8")
                .header("webhook-id", event.id())
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", "v1," + sign(secret, event.id() + "." + timestamp + "." + body))
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        long start = System.nanoTime();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            boolean ok = status >= OK_FROM && status <= OK_TO;
            return attempt(event, at, status, start, ok ? null : "the receiver answered " + status);
        } catch (IOException e) {
            return attempt(event, at, null, start, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static Webhooks.Attempt attempt(
            CloudEvent event, Instant at, @Nullable Integer status, long start, @Nullable String error) {
        return new Webhooks.Attempt(
                0,
                event.seq(),
                at,
                status,
                (int) Duration.ofNanos(System.nanoTime() - start).toMillis(),
                error,
                false);
    }

    static String sign(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), MAC));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + MAC, e);
        }
    }

    private String write(CloudEvent event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event is plain data", e);
        }
    }
}
