package dev.assay.engine.ruleset.run;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler sees of the class path: everything. Only names of compiled rules aren't looked up, since no class path has them:
 * the class loaders of the JDK would remember each such question for as long as memory lasts, hundreds at every reload.
 */
final class CompilerClasses extends ClassLoader {
    static final ClassLoader LOADER = new CompilerClasses();

    private static final String RULES = "assay/rules/";
    private static final String PROJECT = "org/drools/project/";

    private CompilerClasses() {
        super("assay-rules-compiler", CompilerClasses.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (isCompiledRule(name.replace('.', '/'))) {
            throw new ClassNotFoundException(name);
        }
        return super.loadClass(name, resolve);
    }

    @Override
    public @Nullable URL getResource(String name) {
        return isCompiledRule(name) ? null : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return isCompiledRule(name) ? Collections.emptyEnumeration() : super.getResources(name);
    }

    private static boolean isCompiledRule(String path) {
        return path.startsWith(RULES) || path.startsWith(PROJECT);
    }
}
