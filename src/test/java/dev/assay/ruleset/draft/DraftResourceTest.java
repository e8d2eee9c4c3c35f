package dev.assay.ruleset.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drafts as files, and what hostile names and archives come to. */
@ServiceTest
class DraftResourceTest {

    private Books books;

    @BeforeEach
    void aDraftOfTheShippedRules() {
        books = Books.inCny();
        Api.admin()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"autumn\",\"from\":\"active\"}")
                .post(books.path("ruleset-drafts"))
                .then()
                .statusCode(201)
                .body("files.path", hasItem("ruleset.yaml"));
    }

    private ValidatableResponse put(String path, String ifMatch, String text) {
        var request = Api.admin()
                .urlEncodingEnabled(false)
                .contentType("text/plain")
                .body(text.getBytes(StandardCharsets.UTF_8));
        return (ifMatch == null ? request : request.header("If-Match", ifMatch))
                .put(books.path("ruleset-drafts/autumn/files/" + path))
                .then();
    }

    @Test
    void twoPeopleDontOverwriteEachOther() {
        String tag = Api.admin()
                .get(books.path("ruleset-drafts/autumn/files/hold/hold.drl"))
                .header("ETag");
        put("hold/hold.drl", null, "// nothing").statusCode(428);
        put("hold/hold.drl", tag, "// one").statusCode(200);
        put("hold/hold.drl", tag, "// the other").statusCode(412);
        put("hold/new.drl", null, "// new").statusCode(201);
        Api.admin()
                .get(books.path("ruleset-drafts/autumn/files/hold/hold.drl"))
                .then()
                .body(equalTo("// one"));
        Api.admin()
                .header("If-Match", "\"1\"")
                .delete(books.path("ruleset-drafts/autumn/files/hold/hold.drl"))
                .then()
                .statusCode(412);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2F..%2Fetc%2Fpasswd",
                "a/..%2F..%2Fb.drl",
                "%2Fetc/passwd",
                "a%5C..%5Cb.drl",
                ".hidden",
                "a/b/c/d/e.drl",
                "nul%00.drl",
                "a%0Ab.drl"
            })
    void aNameThatLeadsElsewhereIsRefused(String path) {
        int status = put(path, null, "x").extract().statusCode();
        assertThat(status).isBetween(400, 422);
        assertThat(status).isNotEqualTo(401).isNotEqualTo(403);
    }

    @Test
    void anArchiveComesBackAsItWent() throws IOException {
        byte[] archive = Api.admin()
                .get(books.path("ruleset-drafts/autumn/archive"))
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        Map<String, byte[]> around = new LinkedHashMap<>();
        unzip(archive).forEach((name, content) -> around.put("my rules/" + name, content));
        around.put("__MACOSX/my rules/._x", new byte[] {1});
        around.put("my rules/.DS_Store", new byte[] {1});
        putArchive(zip(around)).statusCode(200).body("version", equalTo(1));
        check().body("admitted", equalTo(true)).body("problems.size()", equalTo(0));
    }

    @Test
    void hostileArchivesAreRefusedAsAWhole() throws IOException {
        refuse(Map.of("../../evil.drl", bytes("x")), "leads out");
        refuse(Map.of("/etc/cron.d/evil", bytes("x")), "no path within");
        refuse(Map.of("C:/evil.drl", bytes("x")), "no path within");
        refuse(Map.of("grade\\..\\evil.drl", bytes("x")), "no path within");
        Map<String, byte[]> twice = new LinkedHashMap<>();
        twice.put("grade/a.drl", bytes("x"));
        twice.put("grade/A.drl", bytes("y"));
        refuse(twice, "twice");
        refuse(Map.of("grade/bomb.drl", new byte[200 * 1024 * 1024]), "unpacks to more than");
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 3_000; i++) {
            many.put("grade/f" + i + ".drl", new byte[0]);
        }
        refuse(many, "at most");
        putArchive(bytes("no zip at all")).statusCode(422);
        byte[] half = zip(Map.of("grade/a.drl", bytes("x".repeat(10_000))));
        putArchive(java.util.Arrays.copyOf(half, half.length / 3)).statusCode(422);
        Api.admin()
                .get(books.path("ruleset-drafts/autumn"))
                .then()
                .body("version", equalTo(1))
                .body("files.path", hasItem("ruleset.yaml"));
    }

    @Test
    void aCheckNamesThePlaceOfEveryProblem() {
        put("hold/worse.drl", null, "rule \"x\" when then end").statusCode(201);
        check().body("admitted", equalTo(false)).body("problems.file", hasItem("hold/worse.drl"));
    }

    private ValidatableResponse check() {
        return Api.admin()
                .post(books.path("ruleset-drafts/autumn/check"))
                .then()
                .statusCode(200);
    }

    private void refuse(Map<String, byte[]> files, String message) throws IOException {
        putArchive(zip(files)).statusCode(422).body("errors[0].message", containsString(message));
    }

    private ValidatableResponse putArchive(byte[] archive) {
        return Api.admin()
                .contentType("application/zip")
                .header("If-Match", "\"1\"")
                .body(archive)
                .put(books.path("ruleset-drafts/autumn/archive"))
                .then();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> unzip(byte[] archive) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }
}
