package dev.assay.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.assay.access.key.ApiKeys;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import io.quarkus.security.PermissionsAllowed;
import io.restassured.specification.RequestSpecification;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every resource method with every role: who isn't named is refused, who is named gets past the door. */
@ServiceTest
class AuthorizationMatrixTest {

    @Inject
    ApiKeys keys;

    private record Endpoint(String verb, String path, String mediaType, Set<String> allowed) {}

    @BeforeEach
    void giveEachRoleAKey() {
        Role.ALL.forEach(role -> keys.put("matrix-" + role, key(role), List.of(role)));
    }

    @TestFactory
    List<DynamicTest> eachRoleGetsWhereItIsNamedAndNowhereElse() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Endpoint endpoint : endpoints()) {
            tests.add(DynamicTest.dynamicTest(endpoint.verb() + " " + endpoint.path(), () -> {
                assertThat(call(Api.anonymous(), endpoint)).as("anonymous").isEqualTo(401);
                for (String role : Role.ALL) {
                    int status = call(Api.anonymous().header("X-API-Key", key(role)), endpoint);
                    if (endpoint.allowed().contains(role)) {
                        assertThat(status).as(role).isNotIn(401, 403).isLessThan(500);
                    } else {
                        assertThat(status).as(role).isEqualTo(403);
                    }
                }
            }));
        }
        assertThat(tests).hasSizeGreaterThan(15);
        return tests;
    }

    private static int call(RequestSpecification request, Endpoint endpoint) {
        RequestSpecification typed = endpoint.mediaType() == null
                ? request
                : request.contentType(endpoint.mediaType()).body("{}".getBytes(StandardCharsets.UTF_8));
        return typed.request(endpoint.verb(), endpoint.path()).statusCode();
    }

    private static List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.assay")) {
            if (type.isAnnotatedWith(Path.class)) {
                Class<?> resource = load(type.getName());
                for (Method method : resource.getDeclaredMethods()) {
                    if (method.isAnnotationPresent(PermitAll.class)) {
                        continue;
                    }
                    verb(method).forEach(verb -> endpoints.add(endpoint(resource, method, verb)));
                }
            }
        }
        return endpoints;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(annotation -> annotation.getAnnotation(HttpMethod.class))
                .filter(java.util.Objects::nonNull)
                .map(HttpMethod::value)
                .toList();
    }

    private static Endpoint endpoint(Class<?> resource, Method method, String verb) {
        Path own = method.getAnnotation(Path.class);
        String path = resource.getAnnotation(Path.class).value() + (own == null ? "" : "/" + own.value());
        Consumes consumes = method.getAnnotation(Consumes.class);
        boolean sends = verb.equals("POST") || verb.equals("PUT");
        return new Endpoint(
                verb,
                path.replaceAll("\\{id[^}]*}", "1")
                        .replaceAll("\\{[^}]+}", "nowhere")
                        .replaceAll("/+", "/"),
                sends ? (consumes == null ? "application/json" : consumes.value()[0]) : null,
                allowed(method));
    }

    private static Set<String> allowed(Method method) {
        return Set.copyOf(Permission.rolesOf(
                method.getAnnotation(PermissionsAllowed.class).value()[0]));
    }

    private static String key(String role) {
        return "matrix-key-of-" + role;
    }
}
