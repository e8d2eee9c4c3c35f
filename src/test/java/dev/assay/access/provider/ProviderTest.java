package dev.assay.access.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.assay.fixture.Api;
import dev.assay.fixture.People;
import dev.assay.fixture.ServiceTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens and logins of an identity provider, also forged ones. */
@ServiceTest
@TestProfile(ProviderTest.WithProvider.class)
@QuarkusTestResource(value = Provider.class, restrictToAnnotatedClass = true)
class ProviderTest {

    /** A service of its own. */
    public static class WithProvider implements QuarkusTestProfile {}

    private static Response session(String token) {
        return Api.anonymous().auth().oauth2(token).get("/api/v1/session");
    }

    @Test
    void aTokensGroupsAreRoles() {
        session(Provider.sign(Provider.claims("mei.lin", Set.of("credit-desk", "football"))))
                .then()
                .statusCode(200)
                .body("username", equalTo("mei.lin"), "roles", contains("ANALYST"))
                .body("permissions", hasItem("rules-write"));
        String football = Provider.sign(Provider.claims("mei.lin", Set.of("football")));
        session(football).then().statusCode(403);
    }

    @Test
    void whatTheRecordHereSaysHoldsForATokenToo() {
        Api.admin()
                .contentType(ContentType.JSON)
                .body(
                        "{\"roles\":[\"APPROVER\"],\"byProvider\":true,\"ledgers\":[\"elsewhere\"],\"approvalLimit\":500}")
                .put("/api/v1/users/held.person")
                .then()
                .statusCode(201)
                .body("temporaryPassword", equalTo(null));
        Api.admin()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"N\",\"baseCurrency\":\"CNY\",\"timeZone\":\"UTC\"}")
                .put("/api/v1/ledgers/provider-ledger")
                .then()
                .statusCode(201);
        String token = Provider.sign(Provider.claims("held.person", Set.of("credit-heads")));
        Api.anonymous()
                .auth()
                .oauth2(token)
                .get("/api/v1/ledgers/provider-ledger")
                .then()
                .statusCode(404);
        Api.admin().post("/api/v1/users/held.person/temporary-password").then().statusCode(409);
    }

    @Test
    void aLockedPersonAndSomebodyWithAPasswordHereStayOut() {
        Api.admin()
                .contentType(ContentType.JSON)
                .body("{\"roles\":[\"APPROVER\"],\"byProvider\":true,\"locked\":true}")
                .put("/api/v1/users/locked.person")
                .then()
                .statusCode(201);
        session(Provider.sign(Provider.claims("locked.person", Set.of("ADMIN"))))
                .then()
                .statusCode(401);
        session(Provider.sign(Provider.claims("admin", Set.of("ADMIN")))).then().statusCode(401);
        session(Provider.sign(Provider.claims("Not A Name", Set.of("ADMIN"))))
                .then()
                .statusCode(401);
    }

    static Stream<Map.Entry<String, String>> forgeries() {
        JwtClaimsBuilder admin = Provider.claims("forger", Set.of("ADMIN"));
        String good = Provider.sign(admin);
        String[] parts = good.split("\\.");
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String none = base64.encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        String raised =
                base64.encodeToString(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                        .replace("forger", "mei.lin")
                        .getBytes(StandardCharsets.UTF_8));
        return Map.of(
                "alg none, no signature", none + "." + parts[1] + ".",
                "alg none, a signature", none + "." + parts[1] + "." + parts[2],
                "another body under the signature", parts[0] + "." + raised + "." + parts[2],
                "somebody else's key",
                        Provider.claims("forger", Set.of("ADMIN"))
                                .jws()
                                .keyId("k1")
                                .sign(Provider.keys().getPrivate()),
                "the public key as a secret",
                        Provider.claims("forger", Set.of("ADMIN"))
                                .jws()
                                .keyId("k1")
                                .signWithSecret("a guess of at least thirty-two characters"),
                "a foreign issuer",
                        Provider.sign(Provider.claims("forger", Set.of("ADMIN")).issuer("https://issuer.example")),
                "meant for another service",
                        Provider.sign(Provider.claims("forger", Set.of("ADMIN")).audience("another")),
                "expired",
                        Provider.sign(Provider.claims("forger", Set.of("ADMIN"))
                                .issuedAt(1_000_000_000)
                                .expiresAt(1_000_000_300)),
                "no token at all", "abc")
                .entrySet()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void aForgedTokenLetsNobodyIn(Map.Entry<String, String> forgery) {
        session(forgery.getValue()).then().statusCode(401).contentType("application/problem+json");
    }

    @Test
    void aPersonLogsInAtTheProviderAndHasASessionLikeAllOthers() {
        Provider.logsIn("yu.wei", Set.of("credit-desk"));
        Browser browser = new Browser();
        Response end = browser.follow("/api/v1/session/provider");
        assertThat(end.statusCode()).isEqualTo(303);
        assertThat(browser.cookies).containsKey(People.COOKIE);
        Api.anonymous()
                .cookie(People.COOKIE, browser.cookies.get(People.COOKIE))
                .get("/api/v1/session")
                .then()
                .statusCode(200)
                .body("username", equalTo("yu.wei"), "roles", contains("ANALYST"));
        Api.admin()
                .get("/api/v1/users/yu.wei")
                .then()
                .statusCode(200)
                .body("byProvider", equalTo(true), "roles", equalTo(List.of("ANALYST")));
        People.login("yu.wei", "").then().statusCode(422);
        People.login("yu.wei", "any password at all").then().statusCode(401);
    }

    @Test
    void aCodeThatTheServiceDidNotAskForOpensNothing() {
        Api.anonymous()
                .redirects()
                .follow(false)
                .get("/api/v1/session/provider?code=stolen&state=guessed")
                .then()
                .statusCode(302)
                .header("Location", startsWith(Provider.issuer() + "/authorize"))
                .header("Set-Cookie", not(containsString(People.COOKIE)));
    }

    /** Follows redirects within the login, with its cookies, until one leads elsewhere. */
    private static final class Browser {

        private final Map<String, String> cookies = new HashMap<>();

        Response follow(String start) {
            String next = start;
            for (int i = 0; i < 6; i++) {
                Response answer = Api.anonymous()
                        .redirects()
                        .follow(false)
                        .urlEncodingEnabled(false)
                        .cookies(cookies)
                        .get(next);
                answer.cookies().forEach((name, value) -> {
                    if (value.isEmpty()) {
                        cookies.remove(name);
                    } else {
                        cookies.put(name, value);
                    }
                });
                next = answer.header("Location");
                if (next == null || cookies.containsKey(People.COOKIE)) {
                    return answer;
                }
            }
            throw new AssertionError("Sent round in circles");
        }
    }
}
