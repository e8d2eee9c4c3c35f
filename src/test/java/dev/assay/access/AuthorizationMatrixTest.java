package dev.assay.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.access.Endpoints.Endpoint;
import dev.assay.access.key.ApiKeys;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every resource method with every role: who isn't named is refused, who is named gets past the door. */
@ServiceTest
class AuthorizationMatrixTest {

    private static final Path TABLE = Path.of("docs/permissions.md");

    @Inject
    ApiKeys keys;

    @BeforeEach
    void giveEachRoleAKey() {
        Role.ALL.forEach(role -> keys.put("matrix-" + role, key(role), List.of(role)));
    }

    @TestFactory
    List<DynamicTest> eachRoleGetsWhereItIsNamedAndNowhereElse() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Endpoint endpoint : Endpoints.all()) {
            if (endpoint.permission() != null) {
                tests.add(DynamicTest.dynamicTest(endpoint.verb() + " " + endpoint.path(), () -> eachRole(endpoint)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(50);
        return tests;
    }

    private static void eachRole(Endpoint endpoint) {
        assertThat(call(Api.anonymous(), endpoint)).as("anonymous").isEqualTo(401);
        for (String role : Role.ALL) {
            int status = call(Api.anonymous().header("X-API-Key", key(role)), endpoint);
            if (endpoint.roles().contains(role)) {
                assertThat(status).as(role).isNotIn(401, 403).isLessThan(500);
            } else {
                assertThat(status).as(role).isEqualTo(403);
            }
        }
    }

    private static int call(RequestSpecification request, Endpoint endpoint) {
        RequestSpecification typed = endpoint.mediaType() == null
                ? request
                : request.contentType(endpoint.mediaType()).body("{}".getBytes(StandardCharsets.UTF_8));
        String path = endpoint.path().replaceAll("\\{id}|\\{other}", "1").replaceAll("\\{[^}]+}", "nowhere");
        return typed.request(endpoint.verb(), path).statusCode();
    }

    /** On a difference the page is written anew: commit it if it says what you mean. */
    @Test
    void thePageOfPermissionsIsTrue() throws Exception {
        StringBuilder page = new StringBuilder("""
                # Permissions

                Which role may call what: `access/Permission` is the table behind it. `AuthorizationMatrixTest` writes this page and calls every
                line of it with every role.

                | | permission |""");
        Role.ALL.forEach(role -> page.append(' ').append(role).append(" |"));
        page.append("\n|---|---|").append("---|".repeat(Role.ALL.size())).append('\n');
        for (Endpoint endpoint : Endpoints.all()) {
            page.append("| `%s %s` | %s |"
                    .formatted(
                            endpoint.verb(),
                            endpoint.path(),
                            endpoint.permission() == null ? "open to all" : endpoint.permission()));
            for (String role : Role.ALL) {
                boolean may = endpoint.permission() == null || endpoint.roles().contains(role);
                page.append(may ? " ✓ |" : " |");
            }
            page.append('\n');
        }
        String before = Files.exists(TABLE) ? Files.readString(TABLE) : "";
        if (!before.contentEquals(page)) {
            Files.writeString(TABLE, page);
        }
        assertThat(before).isEqualTo(page.toString());
    }

    private static String key(String role) {
        return "matrix-key-of-" + role;
    }
}
