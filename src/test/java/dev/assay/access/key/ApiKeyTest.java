package dev.assay.access.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys of machines: made, rotated, ended, and held to their ledgers. */
@ServiceTest
class ApiKeyTest {

    private static final String LEDGERS = "/api/v1/ledgers";

    private static ValidatableResponse create(String body) {
        return Api.admin()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/api-keys")
                .then();
    }

    private static RequestSpecification with(String key) {
        return Api.anonymous().contentType(ContentType.JSON).header("X-API-Key", key);
    }

    @Test
    void aSecretIsShownOnceAndItsUseIsSeen() {
        String key = create("{\"name\":\"shown-once\",\"roles\":[\"VIEWER\"]}")
                .statusCode(201)
                .extract()
                .path("key");
        with(key).get(LEDGERS).then().statusCode(200);
        Api.admin()
                .get("/api/v1/api-keys")
                .then()
                .statusCode(200)
                .body("find { it.name == 'shown-once' }.key", nullValue())
                .body("find { it.name == 'shown-once' }.lastUsedAt", notNullValue())
                .body("find { it.name == 'shown-once' }.keyStart", equalTo(key.substring(0, 9)));
    }

    @Test
    void aRotatedKeyOverlapsWithTheOneBefore() {
        String first = create("{\"name\":\"rotated\",\"roles\":[\"VIEWER\"]}")
                .statusCode(201)
                .extract()
                .path("key");
        String second = rotate("{\"overlapHours\":1}");
        with(first).get(LEDGERS).then().statusCode(200);
        with(second).get(LEDGERS).then().statusCode(200);
        String third = rotate("{\"overlapHours\":0}");
        with(first).get(LEDGERS).then().statusCode(401);
        with(second).get(LEDGERS).then().statusCode(401);
        with(third).get(LEDGERS).then().statusCode(200);
        Api.admin().delete("/api/v1/api-keys/rotated").then().statusCode(204);
        with(third).get(LEDGERS).then().statusCode(401);
        String record = Api.admin()
                .get("/api/v1/audit?entity=api-key&key=rotated")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(4))
                .body("items[0].changes.pointer", hasItem("/revokedAt"))
                .extract()
                .asString();
        assertThat(record).doesNotContain(first, second, third);
        Api.admin().get("/api/v1/audit/verify").then().statusCode(200).body("intact", equalTo(true));
    }

    private static String rotate(String body) {
        return Api.admin()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/api-keys/rotated/rotate")
                .then()
                .statusCode(200)
                .extract()
                .path("key");
    }

    @Test
    void toAKeyOfAnotherLedgerThereIsNone() {
        String mine = ALedger.inCny().create();
        String other = ALedger.inCny().create();
        String key = create("{\"name\":\"held\",\"roles\":[\"ERP\",\"ADMIN\"],\"ledgers\":[\"" + mine + "\"]}")
                .statusCode(201)
                .extract()
                .path("key");
        with(key).get(LEDGERS).then().statusCode(200).body("code", equalTo(List.of(mine)));
        with(key).get(LEDGERS + "/" + mine + "/customers").then().statusCode(200);
        String stranger = with(key)
                .get(LEDGERS + "/" + other + "/customers")
                .then()
                .statusCode(404)
                .extract()
                .path("detail");
        with(key)
                .get("/api/v1/ledgers/never-was/customers")
                .then()
                .statusCode(404)
                .body("detail", equalTo(stranger.replace(other, "never-was")));
        with(key)
                .body("{\"name\":\"for-more-ledgers\",\"roles\":[\"ADMIN\"]}")
                .post("/api/v1/api-keys")
                .then()
                .statusCode(403);
        with(key).get("/api/v1/audit").then().statusCode(403);
        with(key).post("/api/v1/ruleset/reload").then().statusCode(403);
        with(key)
                .body("{\"name\":\"X\",\"baseCurrency\":\"CNY\",\"timeZone\":\"Asia/Shanghai\"}")
                .put(LEDGERS + "/brand-new")
                .then()
                .statusCode(403);
    }

    @Test
    void wrongKeysAreRefusedFieldByField() {
        create(
                        "{\"name\":\"no such name\",\"roles\":[\"APPROVER\",\"KING\"],\"ledgers\":[],\"expiresAt\":\"2020-01-01T00:00:00Z\"}")
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/name", "/roles/1", "/roles", "/ledgers", "/expiresAt"));
        create("{\"name\":\"twice\",\"roles\":[\"ERP\"]}").statusCode(201);
        create("{\"name\":\"twice\",\"roles\":[\"ERP\"]}").statusCode(409);
        Api.admin()
                .get("/api/v1/api-keys")
                .then()
                .body("name", hasItem("twice"))
                .body("name", not(hasItem("no such name")));
    }
}
