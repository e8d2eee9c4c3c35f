package dev.assay.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.ServiceTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that send a body byte by byte, or one without end: others don't notice. */
@ServiceTest
class SlowBodiesTest {

    private static final int SLOW = 120;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TestHTTPResource("/")
    URI service;

    @Test
    void slowSendersKeepNobodyWaiting() throws IOException {
        Books books = Books.inCny().customer("C1");
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                String path = i % 2 == 0 ? "credit-checks" : "customers/C" + i;
                slow.add(begin(i % 2 == 0 ? "POST" : "PUT", books.path(path), i % 4 < 2));
            }
            long start = System.nanoTime();
            Api.anonymous().get("/q/health/live").then().statusCode(200);
            Api.erp().get(books.path("customers/C1")).then().statusCode(200);
            books.post("customers/C1/evaluations", "{\"asOf\":\"2026-01-31\"}").statusCode(201);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        books.get("customers?code=C").statusCode(200).body("items.size()", org.hamcrest.Matchers.equalTo(1));
    }

    @Test
    void whoMayNotCallIsToldBeforeHisBodyIsThere() throws IOException {
        Books books = Books.inCny();
        try (Socket socket = begin("POST", books.path("documents"), false)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedWithItsSize() {
        Books books = Books.inCny();
        String body = "{\"orderId\":\"" + "x".repeat(11_000_000) + "\"}";
        Api.erp()
                .contentType(ContentType.JSON)
                .body(body)
                .post(books.path("credit-checks"))
                .then()
                .statusCode(413);
    }

    /** Sends the head of a request that announces more than ever comes. */
    private Socket begin(String verb, String path, boolean withKey) throws IOException {
        Socket socket = new Socket(service.getHost(), service.getPort());
        String head = verb + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n"
                + "Content-Type: " + (path.endsWith("documents") ? "application/x-ndjson" : "application/json") + "\r\n"
                + (withKey ? "X-API-Key: " + Api.ERP_KEY + "\r\n" : "") + "\r\n{";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }
}
