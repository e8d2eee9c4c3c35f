package dev.assay.access.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A small OpenID Connect provider: discovery, keys, authorization codes and tokens over HTTP. Who agrees to a login is said
 * beforehand, as a person at a provider's form would.
 */
public final class Provider implements QuarkusTestResourceLifecycleManager {

    static final String CLIENT = "assay";
    private static final String KEY_ID = "k1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KeyPair KEYS = keys();

    /** Of tokens that a code stands for, by code: the nonce and challenge the service sent. */
    private static final Map<String, Map<String, String>> CODES = new ConcurrentHashMap<>();

    private static volatile String issuer = "";
    private static volatile String person = "";
    private static volatile Set<String> groups = Set.of();

    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/.well-known/openid-configuration", exchange -> json(exchange, discovery()));
        server.createContext("/keys", exchange -> json(exchange, Map.of("keys", List.of(publicKey()))));
        server.createContext("/authorize", Provider::authorize);
        server.createContext("/token", Provider::token);
        server.start();
        return Map.of(
                "assay.oidc.enabled", "true",
                "assay.oidc.issuer-url", issuer,
                "assay.oidc.client-id", CLIENT,
                "assay.oidc.client-secret", "a secret of at least thirty-two characters",
                "assay.oidc.roles-claim", "groups",
                "assay.oidc.role-map", "credit-heads=APPROVER,credit-desk=ANALYST");
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    /** Whoever is asked to log in next is this person. */
    static void logsIn(String name, Set<String> hisGroups) {
        person = name;
        groups = hisGroups;
    }

    static String issuer() {
        return issuer;
    }

    /** Claims of an access token for the service, not yet signed. */
    static JwtClaimsBuilder claims(String name, Set<String> hisGroups) {
        return Jwt.issuer(issuer)
                .subject(name)
                .preferredUserName(name)
                .audience(CLIENT)
                .groups(hisGroups)
                .expiresIn(300);
    }

    static String sign(JwtClaimsBuilder claims) {
        return claims.jws().keyId(KEY_ID).sign(KEYS.getPrivate());
    }

    static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> discovery() {
        return Map.of(
                "issuer",
                issuer,
                "jwks_uri",
                issuer + "/keys",
                "authorization_endpoint",
                issuer + "/authorize",
                "token_endpoint",
                issuer + "/token",
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("RS256"));
    }

    private static Map<String, String> publicKey() {
        RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return Map.of(
                "kty",
                "RSA",
                "use",
                "sig",
                "alg",
                "RS256",
                "kid",
                KEY_ID,
                "n",
                base64.encodeToString(key.getModulus().toByteArray()),
                "e",
                base64.encodeToString(key.getPublicExponent().toByteArray()));
    }

    private static void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        String code = "code-" + System.nanoTime();
        CODES.put(code, query);
        exchange.getResponseHeaders()
                .add("Location", query.get("redirect_uri") + "?code=" + code + "&state=" + query.get("state"));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void token(HttpExchange exchange) throws IOException {
        Map<String, String> body = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (CODES.remove(String.valueOf(body.get("code"))) == null || body.get("code_verifier") == null) {
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
            return;
        }
        String token = sign(claims(person, groups));
        json(exchange, Map.of("access_token", token, "id_token", token, "token_type", "Bearer", "expires_in", 300));
    }

    private static Map<String, String> form(String text) {
        return Stream.of(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void json(HttpExchange exchange, Object value) throws IOException {
        byte[] body = JSON.writeValueAsBytes(value);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
