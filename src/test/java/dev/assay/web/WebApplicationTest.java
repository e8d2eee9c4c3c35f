package dev.assay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.engine.fact.Effect;
import dev.assay.engine.ruleset.profile.Property;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How browsers are answered. */
@ServiceTest
class WebApplicationTest {

    @Test
    void everyAddressInsideTheApplicationIsItsPage() {
        for (String path : new String[] {"/", "/ledgers/x", "/ledgers/x/customers/A.1", "/index.html"}) {
            Response page = Api.anonymous().header("Accept", "text/html").get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.getHeader("Cache-Control")).isEqualTo("no-store");
            assertThat(page.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
            String policy = page.getHeader("Content-Security-Policy");
            if (policy != null) { // else this build left the application out, and says so
                assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe");
                String nonce = policy.replaceAll(".*'nonce-([^']+)'.*", "$1");
                assertThat(page.asString()).contains("content=\"" + nonce + "\"");
                assertThat(Api.anonymous().get(path).getHeader("Content-Security-Policy"))
                        .doesNotContain(nonce);
            } else {
                assertThat(page.asString()).contains("-Dui.skip");
            }
        }
        Api.anonymous()
                .get("/api/v1/nothing")
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"));
        Api.anonymous().get("/missing.js").then().statusCode(404);
        Api.anonymous().get("/q/health").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void aBrowserIsNotToldToAskForAPasswordByItself() {
        Api.anonymous()
                .get("/api/v1/ledgers")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("Basic"));
        Api.anonymous()
                .header("Sec-Fetch-Mode", "cors")
                .get("/api/v1/ledgers")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", nullValue());
    }

    /** What the editor offers to complete is what a rule may call and read. */
    @Test
    void theEditorKnowsTheVocabularyOfRules() throws Exception {
        var vocabulary = new ObjectMapper()
                .readTree(Files.readString(Path.of("src/main/webui/src/pages/rules/vocabulary.json")));
        assertThat(texts(vocabulary.path("effects")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Effect.values()).map(Effect::method).toList());
        assertThat(texts(vocabulary.path("facts"))).containsExactlyInAnyOrderElementsOf(Property.names());
    }

    private static List<String> texts(JsonNode all) {
        List<String> texts = new ArrayList<>();
        all.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** The application's types are made from it: {@code curl /q/openapi?format=json}, then {@code npm run types}. */
    @Test
    void theApplicationKnowsTheApiAsItIs() throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(Files.readString(Path.of("src/main/webui/openapi.json"))))
                .isEqualTo(json.readTree(
                        Api.anonymous().get("/q/openapi?format=json").asString()));
    }
}
