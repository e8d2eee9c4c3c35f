package dev.assay.engine.ruleset;

import dev.assay.engine.ruleset.Diagnostic.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a ruleset: path inside its folder to content. Immutable, bounded in number and size.
 *
 * <p>Hidden files and the lock files of office programs are left out when a folder is read.
 */
public final class RulesetFiles {
    public static final int FILES_MAX = 500;
    public static final int FILE_BYTES_MAX = 2 * 1024 * 1024;
    public static final int TOTAL_BYTES_MAX = 16 * 1024 * 1024;
    public static final String MANIFEST = "ruleset.yaml";
    public static final String EXAMPLES = "examples/";

    private static final Pattern PATH =
            Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_. -]{0,99}(/[\\p{L}\\p{N}_][\\p{L}\\p{N}_. -]{0,99}){0,2}");

    private final SortedMap<String, byte[]> content;
    private final String hash;

    private RulesetFiles(SortedMap<String, byte[]> content) {
        this.content = content;
        this.hash = digest(content, RulesetFiles::decides);
    }

    /** Copies the content; names with folders use {@code /}. */
    public static RulesetFiles of(Map<String, byte[]> files) throws RulesetException {
        List<Diagnostic> problems = new ArrayList<>();
        if (files.size() > FILES_MAX) {
            problems.add(problem(
                    MANIFEST,
                    "TOO_MANY_FILES",
                    "文件数 " + files.size() + " 超过上限 " + FILES_MAX,
                    files.size() + " files, at most " + FILES_MAX + " are allowed"));
        }
        SortedMap<String, byte[]> copy = new TreeMap<>();
        long total = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            total += file.getValue().length;
            Diagnostic problem = problemOf(file.getKey(), file.getValue().length);
            if (problem != null) {
                problems.add(problem);
            } else {
                copy.put(file.getKey(), file.getValue().clone());
            }
        }
        if (total > TOTAL_BYTES_MAX) {
            problems.add(problem(
                    MANIFEST,
                    "RULESET_TOO_LARGE",
                    "规则集共 " + total + " 字节，超过上限 " + TOTAL_BYTES_MAX,
                    "the ruleset has " + total + " bytes, at most " + TOTAL_BYTES_MAX + " are allowed"));
        }
        if (!problems.isEmpty()) {
            problems.sort(Diagnostic.BY_PLACE);
            throw new RulesetException(problems);
        }
        return new RulesetFiles(copy);
    }

    /** Reads a folder. A file above the size limit is refused without reading it. */
    public static RulesetFiles read(Path folder) throws IOException, RulesetException {
        Map<String, byte[]> files = new TreeMap<>();
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder, 4)) {
            paths = walk.filter(Files::isRegularFile).limit(4L * FILES_MAX).toList();
        }
        long total = 0;
        for (Path path : paths) {
            Path relative = folder.relativize(path);
            if (isHidden(relative)) {
                continue;
            }
            String name = relative.toString().replace('\\', '/');
            long size = Files.size(path);
            total += size;
            if (size > FILE_BYTES_MAX || total > TOTAL_BYTES_MAX) {
                throw new RulesetException(List.of(tooLarge(name, size)));
            }
            files.put(name, Files.readAllBytes(path));
        }
        return of(files);
    }

    /** Paths in alphabetical order. */
    public List<String> paths() {
        return List.copyOf(content.keySet());
    }

    /** A copy of the bytes, null if there is no such file. */
    public byte @Nullable [] bytes(String path) {
        byte[] bytes = content.get(path);
        return bytes == null ? null : bytes.clone();
    }

    /** All files; the arrays are copies. */
    public Map<String, byte[]> asMap() {
        Map<String, byte[]> copy = new TreeMap<>();
        content.forEach((path, bytes) -> copy.put(path, bytes.clone()));
        return Collections.unmodifiableMap(copy);
    }

    /**
     * The ruleset's version: SHA-256, in hex, of every file that can change a decision. Examples and Markdown are left out: writing
     * down one more case makes no new rules. Line ends count as {@code \n}.
     */
    public String hash() {
        return hash;
    }

    /** As {@link #hash}, of the examples as well: tells whether anything changed that is checked. */
    public String fingerprint() {
        return digest(content, path -> !path.endsWith(".md"));
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            String name = part.toString();
            if (name.startsWith(".") || name.startsWith("~$") || name.endsWith("~")) {
                return true;
            }
        }
        return false;
    }

    private static boolean decides(String path) {
        return !path.startsWith(EXAMPLES) && !path.endsWith(".md");
    }

    private static @Nullable Diagnostic problemOf(String path, int size) {
        if (!PATH.matcher(path).matches() || path.contains("..")) {
            return problem(
                    path,
                    "BAD_PATH",
                    "文件名不可用：只允许字母、数字、_ . - 和空格，最多两级文件夹",
                    "unusable file name: letters, digits, _ . - and spaces, at most two folders deep");
        }
        return size > FILE_BYTES_MAX ? tooLarge(path, size) : null;
    }

    private static Diagnostic tooLarge(String path, long size) {
        return problem(
                path,
                "FILE_TOO_LARGE",
                "文件 " + size + " 字节，超过上限 " + FILE_BYTES_MAX,
                "the file has " + size + " bytes, at most " + FILE_BYTES_MAX + " are allowed");
    }

    private static Diagnostic problem(String path, String code, String zh, String en) {
        return new Diagnostic(path, 1, 1, 1, null, code, Severity.ERROR, zh, en, null, null);
    }

    private static String digest(SortedMap<String, byte[]> content, Predicate<String> counts) {
        MessageDigest sha;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        sha.update("assay ruleset 1\n".getBytes(StandardCharsets.UTF_8));
        content.forEach((path, bytes) -> {
            if (counts.test(path)) {
                byte[] canonical = path.endsWith(".xlsx") ? bytes : unixLines(bytes);
                sha.update((path + "\n" + canonical.length + "\n").getBytes(StandardCharsets.UTF_8));
                sha.update(canonical);
            }
        });
        return HexFormat.of().formatHex(sha.digest());
    }

    private static byte[] unixLines(byte[] bytes) {
        byte[] lines = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\r') {
                lines[length++] = bytes[i];
            } else if (i + 1 == bytes.length || bytes[i + 1] != '\n') {
                lines[length++] = '\n';
            }
        }
        return java.util.Arrays.copyOf(lines, length);
    }
}
