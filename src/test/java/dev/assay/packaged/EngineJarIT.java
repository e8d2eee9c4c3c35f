package dev.assay.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar with the classifier {@code engine} is all that a JVM program needs, beside the engine's own dependencies. */
class EngineJarIT {

    /** Groups of the engine's dependencies in the pom, with what these bring along; nothing of the service is among them. */
    private static final List<String> GROUPS = List.of(
            "org/drools/",
            "org/kie/",
            "org/mvel/",
            "org/antlr/",
            "org/eclipse/jdt/ecj/",
            "org/slf4j/slf4j-api/",
            "org/ow2/asm/asm/",
            "org/yaml/snakeyaml/",
            "org/jspecify/",
            "com/github/javaparser/",
            "com/thoughtworks/xstream/",
            "io/github/x-stream/",
            "xmlpull/",
            "commons-codec/");

    @Test
    void evaluatesTheShippedRulesWithoutQuarkus() throws Exception {
        List<String> path = new ArrayList<>();
        path.add(engineJar().toString());
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(EngineJarIT::isOfTheEngine)
                .forEach(path::add);
        assertThat(path).noneMatch(entry -> entry.contains("quarkus") || entry.endsWith("classes"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        String.join(File.pathSeparator, path),
                        "src/test/java/dev/assay/packaged/EngineAlone.java",
                        "rules")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).containsPattern("\\d\\d examples, failures: \\[]");
    }

    private static boolean isOfTheEngine(String entry) {
        String unix = entry.replace(File.separatorChar, '/');
        return GROUPS.stream().anyMatch(group -> unix.contains("/" + group));
    }

    private static Path engineJar() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().endsWith("-engine.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
