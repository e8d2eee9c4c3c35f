package dev.assay.access;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every resource method there is, so that tests over all of them can't leave a new one out. */
final class Endpoints {

    /**
     * A resource method.
     *
     * @param path with its templates
     * @param mediaType of the body; null without one
     * @param permission null: open to all on purpose
     */
    record Endpoint(
            String verb,
            String path,
            @Nullable String mediaType,
            @Nullable String permission) {

        List<String> roles() {
            return permission == null ? List.of() : Permission.rolesOf(permission);
        }
    }

    private Endpoints() {}

    static List<Endpoint> all() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.assay")) {
            if (type.isAnnotatedWith(Path.class)) {
                Class<?> resource = load(type.getName());
                for (Method method : resource.getDeclaredMethods()) {
                    verbs(method).forEach(verb -> endpoints.add(endpoint(resource, method, verb)));
                }
            }
        }
        endpoints.sort(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::verb));
        return endpoints;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> verbs(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(annotation -> annotation.getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .toList();
    }

    private static Endpoint endpoint(Class<?> resource, Method method, String verb) {
        Path own = method.getAnnotation(Path.class);
        String path = resource.getAnnotation(Path.class).value() + (own == null ? "" : "/" + own.value());
        Consumes consumes = method.getAnnotation(Consumes.class);
        boolean sends = verb.equals("POST") || verb.equals("PUT");
        PermissionsAllowed permission = method.getAnnotation(PermissionsAllowed.class);
        return new Endpoint(
                verb,
                path.replaceAll(": [^}]*}", "}").replaceAll("/+", "/"),
                sends ? (consumes == null ? "application/json" : consumes.value()[0]) : null,
                permission == null ? null : permission.value()[0]);
    }
}
