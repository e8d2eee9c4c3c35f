package dev.assay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.quarkus.security.PermissionsAllowed;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.HttpMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house order of docs/architecture.md, enforced. */
class ArchitectureTest {

    /** From the ground up: a room may import only those before it. */
    private static final List<String> ROOMS = List.of(
            "engine",
            "platform",
            "audit",
            "access",
            "ledger",
            "event",
            "approval",
            "customer",
            "document",
            "history",
            "ruleset",
            "classification",
            "credit",
            "reclassification",
            "portfolio",
            "sample",
            "web");

    private static final int FILES_PER_FOLDER_MAX = 30;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.assay");

    @Test
    void roomsImportOnlyThoseBelowThem() {
        for (int i = 0; i < ROOMS.size(); i++) {
            String[] above = ROOMS.subList(i + 1, ROOMS.size()).stream()
                    .map(ArchitectureTest::packages)
                    .toArray(String[]::new);
            if (above.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(packages(ROOMS.get(i)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above)
                        .because(ROOMS.get(i) + " stands below them")
                        .check(CLASSES);
            }
        }
    }

    @Test
    void everyRoomStandsInTheOrder() throws Exception {
        try (Stream<Path> folders = Files.list(Path.of("src/main/java/dev/assay"))) {
            assertThat(folders.filter(Files::isDirectory)
                            .map(f -> f.getFileName().toString()))
                    .allSatisfy(room -> assertThat(ROOMS).contains(room));
        }
    }

    @Test
    void noFolderHoldsMoreThanAPersonCanSurvey() throws Exception {
        try (Stream<Path> folders = Files.walk(Path.of("src/main/java/dev/assay"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                try (Stream<Path> files = Files.list(folder)) {
                    assertThat(files.filter(Files::isRegularFile).count())
                            .as("files of %s", folder)
                            .isLessThanOrEqualTo(FILES_PER_FOLDER_MAX);
                }
            }
        }
    }

    @Test
    void onlyTheEngineKnowsDrools() {
        noClasses()
                .that()
                .resideOutsideOfPackage(packages("engine"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.drools..", "org.kie..")
                .check(CLASSES);
    }

    @Test
    void theEngineKnowsNeitherQuarkusNorSqlNorHttp() {
        noClasses()
                .that()
                .resideInAPackage(packages("engine"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..", "jakarta..", "java.sql..", "javax.sql..", "java.net.http..", "com.fasterxml..")
                .check(CLASSES);
    }

    @Test
    void packagesDependOnEachOtherWithoutCycles() {
        slices().matching("dev.assay.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyHttpMethodHasAPermissionOrIsOpenOnPurpose() {
        methods()
                .that(new com.tngtech.archunit.base.DescribedPredicate<JavaMethod>("answer HTTP") {
                    @Override
                    public boolean test(JavaMethod method) {
                        return answersHttp(method);
                    }
                })
                .should(new ArchCondition<JavaMethod>("carry @PermissionsAllowed or @PermitAll") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        boolean guarded = method.isAnnotatedWith(PermissionsAllowed.class)
                                || method.isAnnotatedWith(PermitAll.class);
                        events.add(new SimpleConditionEvent(
                                method, guarded, method.getFullName() + " says nothing about who may call it"));
                    }
                })
                .check(CLASSES);
    }

    private static boolean answersHttp(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().isMetaAnnotatedWith(HttpMethod.class)
                        || annotation.getRawType().isAnnotatedWith(HttpMethod.class));
    }

    private static String packages(String room) {
        return "dev.assay." + room + "..";
    }
}
