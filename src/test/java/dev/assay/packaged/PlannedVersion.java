package dev.assay.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assay.fixture.Api;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A version that is written and approved on one node, and activated for a time on the other. */
final class PlannedVersion {

    private static final String FILE = "limit/limits.drl.csv";
    private static final String PASSWORD = "a long enough pass phrase";

    private final String ledger;

    private PlannedVersion(String ledger) {
        this.ledger = ledger;
    }

    /** Every node changes over at the time, though only one was told; then the ledger goes back to what served it before. */
    static void servesOnEveryNodeFromItsTimeOn(String ledger, List<String> nodes) {
        new PlannedVersion(ledger).check(nodes);
    }

    private void check(List<String> nodes) {
        String one = nodes.get(0);
        String other = nodes.get(1);
        String before = active(one);
        approver(one);
        int review = submit(one);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "DONE".equals(review(one, review).path("trial.state")));
        String version = review(one, review).path("version");
        ok(post(approver(), other, "ruleset-reviews/" + review + "/approve", "{}"));
        Instant time = Instant.now().plusSeconds(4);
        ok(post(Api.admin(), other, "ruleset-reviews/" + review + "/activate", "{\"at\":\"" + time + "\"}"));
        assertThat(nodes).allSatisfy(node -> assertThat(active(node)).isEqualTo(before));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> nodes.stream().allMatch(node -> active(node).equals(version)));
        assertThat(Instant.now()).isAfter(time).isBefore(time.plusSeconds(10));
        ok(post(Api.admin(), one, "ruleset-versions/" + before + "/roll-back", "{\"reason\":\"the test goes on\"}"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> nodes.stream().allMatch(node -> active(node).equals(before)));
    }

    private String active(String node) {
        return Api.admin().get(url(node, "ruleset-versions")).path("active");
    }

    private Response review(String node, int review) {
        return Api.admin().get(url(node, "ruleset-reviews/" + review));
    }

    private int submit(String node) {
        ok(post(Api.admin(), node, "ruleset-drafts", "{\"name\":\"planned\",\"from\":\"active\"}"));
        String file = url(node, "ruleset-drafts/planned/files/" + FILE);
        Response read = Api.admin().get(file);
        String text = new String(read.asByteArray(), StandardCharsets.UTF_8);
        ok(Api.admin()
                .contentType("application/octet-stream")
                .header("If-Match", read.header("ETag"))
                .body(text.replace("B,1.0,2000000", "B,1.0,2000100").getBytes(StandardCharsets.UTF_8))
                .put(file));
        return ok(post(Api.admin(), node, "ruleset-drafts/planned/submit", "{\"note\":\"planned\"}"))
                .path("id");
    }

    private static void approver(String node) {
        String temporary = ok(Api.admin()
                        .contentType(ContentType.JSON)
                        .body("{\"roles\":[\"APPROVER\"]}")
                        .put(node + "/api/v1/users/planned-approver"))
                .path("temporaryPassword");
        ok(Api.anonymous()
                .auth()
                .preemptive()
                .basic("planned-approver", temporary)
                .contentType(ContentType.JSON)
                .body("{\"current\":\"" + temporary + "\",\"wanted\":\"" + PASSWORD + "\"}")
                .put(node + "/api/v1/session/password"));
    }

    private static RequestSpecification approver() {
        return Api.anonymous().auth().preemptive().basic("planned-approver", PASSWORD);
    }

    private Response post(RequestSpecification who, String node, String path, String body) {
        return who.contentType(ContentType.JSON).body(body).post(url(node, path));
    }

    private static Response ok(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isBetween(200, 204);
        return response;
    }

    private String url(String node, String path) {
        return node + "/api/v1/ledgers/" + ledger + "/" + path;
    }
}
