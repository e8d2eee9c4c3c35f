package dev.assay.platform.problem;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A body that is missing, or JSON's null, only reaches methods that declare it {@code @Nullable}; all others need not think of it. */
@Provider
public class RequiredBody implements ReaderInterceptor {

    private static final Map<Method, Boolean> REQUIRED = new ConcurrentHashMap<>();

    @Inject
    ResourceInfo resource;

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        Object body = context.proceed();
        if (body == null && REQUIRED.computeIfAbsent(resource.getResourceMethod(), RequiredBody::isRequired)) {
            throw ProblemType.INVALID_REQUEST.problem("The body is empty or null; send a JSON object.");
        }
        return body;
    }

    /** The body is the parameter that comes from nowhere else. */
    private static boolean isRequired(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> Arrays.stream(parameter.getAnnotations()).noneMatch(RequiredBody::isBinding))
                .noneMatch(RequiredBody::isNullable);
    }

    private static boolean isBinding(Annotation annotation) {
        return annotation.annotationType().getPackageName().startsWith("jakarta.ws.rs");
    }

    private static boolean isNullable(Parameter parameter) {
        return parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
