package dev.assay.access.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.assay.fixture.Api;
import dev.assay.fixture.People;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.Test;

/** Sessions of people, also as an attacker would use them. */
@ServiceTest
class SessionTest {

    private static final String ANALYST = "{\"roles\":[\"ANALYST\"],\"displayName\":\"Li Na 李娜\"}";

    @Test
    void aTemporaryPasswordOpensNothingButItsChange() {
        String temporary = Api.admin()
                .contentType(ContentType.JSON)
                .body(ANALYST)
                .put("/api/v1/users/first-day")
                .then()
                .statusCode(201)
                .extract()
                .path("temporaryPassword");
        People.Session session = People.session("first-day", temporary);
        session.request().get("/api/v1/ledgers").then().statusCode(403);
        session.request().get("/api/v1/session").then().statusCode(200).body("passwordExpired", equalTo(true));
        session.request()
                .body("{\"current\":\"" + temporary + "\",\"wanted\":\"short\"}")
                .put("/api/v1/session/password")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/wanted"));
        session.request()
                .body("{\"current\":\"" + temporary + "\",\"wanted\":\"quite a good pass phrase\"}")
                .put("/api/v1/session/password")
                .then()
                .statusCode(204);
        session.request().get("/api/v1/ledgers").then().statusCode(200);
        People.login("first-day", temporary).then().statusCode(401);
    }

    @Test
    void theCookieIsOutOfReachForScriptsAndOtherSites() {
        People.Session session = People.person("cookie-reader", ANALYST);
        Response response = Api.anonymous()
                .contentType(ContentType.JSON)
                .header("Host", "assay.example.com")
                .body("{\"username\":\"" + session.username() + "\",\"password\":\"" + session.password() + "\"}")
                .post("/api/v1/session");
        assertThat(response.getHeader("Set-Cookie"))
                .contains("HttpOnly", "Secure", "SameSite=Strict", "Path=/")
                .doesNotContain("Domain");
        assertThat(People.login(session.username(), session.password()).getHeader("Set-Cookie"))
                .as("a browser on this machine, without TLS")
                .contains("HttpOnly", "SameSite=Strict")
                .doesNotContain("Secure");
    }

    @Test
    void aLoginNeverKeepsTheIdTheBrowserCameWith() {
        People.Session victim = People.person("fixated", ANALYST);
        Api.anonymous()
                .contentType(ContentType.JSON)
                .cookie(People.COOKIE, "chosen-by-the-attacker")
                .body("{\"username\":\"fixated\",\"password\":\"" + victim.password() + "\"}")
                .post("/api/v1/session")
                .then()
                .statusCode(200)
                .cookie(People.COOKIE, not(equalTo("chosen-by-the-attacker")));
        Api.anonymous()
                .cookie(People.COOKIE, "chosen-by-the-attacker")
                .get("/api/v1/session")
                .then()
                .statusCode(401);
    }

    @Test
    void aChangeWithoutTheTokenIsRefused() {
        People.Session session = People.person("forged", "{\"roles\":[\"ADMIN\"]}");
        Api.anonymous()
                .contentType(ContentType.JSON)
                .cookie(People.COOKIE, session.cookie())
                .body("{\"roles\":[\"ADMIN\"]}")
                .put("/api/v1/users/made-by-a-forged-request")
                .then()
                .statusCode(403)
                .body("type", containsString("csrf-token"));
        Api.anonymous()
                .contentType(ContentType.JSON)
                .cookie(People.COOKIE, session.cookie())
                .header("X-CSRF-Token", People.person("forger", ANALYST).csrfToken())
                .delete("/api/v1/session")
                .then()
                .statusCode(403);
        Api.anonymous()
                .cookie(People.COOKIE, session.cookie())
                .get("/api/v1/session")
                .then()
                .statusCode(200);
        Api.admin().get("/api/v1/users/made-by-a-forged-request").then().statusCode(404);
    }

    @Test
    void logoutAndANewPasswordEndSessions() {
        People.Session one = People.person("leaver", ANALYST);
        People.Session other = People.session(one.username(), one.password());
        other.request()
                .body("{\"current\":\"" + one.password() + "\",\"wanted\":\"another good pass phrase\"}")
                .put("/api/v1/session/password")
                .then()
                .statusCode(204);
        one.request().get("/api/v1/session").then().statusCode(401);
        other.request().get("/api/v1/session").then().statusCode(200);
        other.request().delete("/api/v1/session").then().statusCode(204);
        other.request().get("/api/v1/session").then().statusCode(401);
    }

    @Test
    void guessesLockAPersonOutHoweverManyAreSentAtOnce() throws Exception {
        People.Session session = People.person("guessed", ANALYST);
        ExecutorService guessers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> guesses = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String guess = "guess number " + i;
                guesses.add(guessers.submit(() -> People.login("guessed", guess).statusCode()));
            }
            for (Future<Integer> guess : guesses) {
                assertThat(guess.get()).isEqualTo(401);
            }
        } finally {
            guessers.shutdown();
        }
        People.login("guessed", session.password()).then().statusCode(401);
        Api.anonymous()
                .auth()
                .preemptive()
                .basic("guessed", session.password())
                .get("/api/v1/ledgers")
                .then()
                .statusCode(401);
        Api.admin().get("/api/v1/users/guessed").then().body("lockedUntil", not(equalTo(null)));
        String temporary = Api.admin()
                .post("/api/v1/users/guessed/temporary-password")
                .then()
                .statusCode(200)
                .extract()
                .path("temporaryPassword");
        People.login("guessed", temporary).then().statusCode(200);
    }

    @Test
    void aSecondFactorIsAskedForAndEachCodeIsGoodOnce() throws Exception {
        People.Session session = People.person("two-factors", ANALYST);
        String secret = session.request()
                .post("/api/v1/session/second-factor")
                .then()
                .statusCode(200)
                .extract()
                .path("secret");
        session.request()
                .body("{\"code\":\"000000\"}")
                .put("/api/v1/session/second-factor")
                .then()
                .statusCode(422);
        session.request()
                .body("{\"code\":\"" + code(secret, -1) + "\"}")
                .put("/api/v1/session/second-factor")
                .then()
                .statusCode(204);
        People.login("two-factors", session.password()).then().statusCode(401);
        Api.anonymous()
                .auth()
                .preemptive()
                .basic("two-factors", session.password())
                .get("/api/v1/ledgers")
                .then()
                .statusCode(401);
        String code = code(secret, 0);
        withCode(session, code).then().statusCode(200);
        withCode(session, code).then().statusCode(401);
        withCode(session, code(secret, 1)).then().statusCode(200);
    }

    private static Response withCode(People.Session session, String code) {
        return Api.anonymous()
                .contentType(ContentType.JSON)
                .body("{\"username\":\"" + session.username() + "\",\"password\":\"" + session.password()
                        + "\",\"code\":\"" + code + "\"}")
                .post("/api/v1/session");
    }

    private static String code(String secret, int steps) throws Exception {
        TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();
        return codes.generateOneTimePasswordString(
                new SecretKeySpec(new Base32().decode(secret), codes.getAlgorithm()),
                Instant.now().plusSeconds(30L * steps));
    }

    @Test
    void aLockedPersonIsOutAtOnceAndNobodyLocksHimself() {
        People.Session session = People.person("to-be-locked", ANALYST);
        Api.admin()
                .contentType(ContentType.JSON)
                .header(
                        "If-Match",
                        Api.admin().get("/api/v1/users/to-be-locked").header("ETag"))
                .body("{\"roles\":[\"ANALYST\"],\"locked\":true}")
                .put("/api/v1/users/to-be-locked")
                .then()
                .statusCode(200);
        session.request().get("/api/v1/session").then().statusCode(401);
        People.Session admin = People.person("own-locker", "{\"roles\":[\"ADMIN\"]}");
        admin.request()
                .header("If-Match", Api.admin().get("/api/v1/users/own-locker").header("ETag"))
                .body("{\"roles\":[\"ADMIN\"],\"locked\":true}")
                .put("/api/v1/users/own-locker")
                .then()
                .statusCode(409);
    }

    @Test
    void whoCallsKnowsWhatHeMayDo() {
        People.Session session = People.person("asker", ANALYST);
        session.request()
                .get("/api/v1/session")
                .then()
                .statusCode(200)
                .body("username", equalTo("asker"))
                .body("permissions", hasItem("rules-write"))
                .body("permissions", not(hasItem("access-manage")));
    }
}
