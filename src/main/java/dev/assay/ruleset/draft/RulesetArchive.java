package dev.assay.ruleset.draft;

import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.Problem;
import dev.assay.platform.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A ruleset as a zip file. What comes in is hostile until it is read: nothing of it ever touches a disk, names only become keys, and
 * reading stops at the limits of {@link RulesetFiles} however small the file says it is.
 */
public final class RulesetArchive {

    private static final int ENTRIES_MAX = 4 * RulesetFiles.FILES_MAX;
    private static final int CHUNK = 8192;

    private RulesetArchive() {}

    /** The files as a zip, in the order of their paths. */
    public static byte[] write(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a zip. Folders, hidden files and what archivers of macOS add are left out; a single folder around everything is taken off.
     *
     * @throws dev.assay.platform.problem.Problem INVALID_CONTENT naming the entry at fault
     */
    static Map<String, byte[]> read(byte[] archive) {
        Map<String, byte[]> files = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            int entries = 0;
            long total = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (++entries > ENTRIES_MAX) {
                    throw refused(name, "is entry " + entries + "; at most " + ENTRIES_MAX + " are read");
                }
                checkName(name);
                if (!entry.isDirectory() && !isLeftOut(name)) {
                    if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                        throw refused(name, "is there twice, capital letters aside");
                    }
                    byte[] content = content(zip, name, RulesetFiles.TOTAL_BYTES_MAX - total);
                    total += content.length;
                    files.put(name, content);
                }
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "The body is no zip file that can be read: " + e.getMessage() + ".");
        } catch (IOException e) {
            throw ProblemType.INVALID_CONTENT.problem("The zip file ends early or is damaged; send it again.");
        }
        if (files.isEmpty()) {
            throw ProblemType.INVALID_CONTENT.problem("The body is no zip file, or there is no file in it.");
        }
        return withoutOuterFolder(files);
    }

    private static void checkName(String name) {
        boolean drive = name.length() > 1 && name.charAt(1) == ':';
        if (name.startsWith("/") || drive || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
            throw refused(name, "is no path within the ruleset");
        }
        for (String step : name.split("/", -1)) {
            if (step.equals("..") || step.equals(".")) {
                throw refused(name, "leads out of its folder");
            }
        }
    }

    private static boolean isLeftOut(String name) {
        if (name.startsWith("__MACOSX/")) {
            return true;
        }
        for (String step : name.split("/")) {
            if (step.startsWith(".") || step.startsWith("~$") || step.endsWith("~")) {
                return true;
            }
        }
        return false;
    }

    /** Never more than the limits, whatever the entry's header says. */
    private static byte[] content(ZipInputStream zip, String name, long left) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        long max = Math.min(left, RulesetFiles.FILE_BYTES_MAX);
        for (int read = zip.read(chunk); read >= 0; read = zip.read(chunk)) {
            content.write(chunk, 0, read);
            if (content.size() > max) {
                throw refused(
                        name,
                        "unpacks to more than " + max + " bytes; a file may have " + RulesetFiles.FILE_BYTES_MAX
                                + ", all together " + RulesetFiles.TOTAL_BYTES_MAX);
            }
        }
        return content.toByteArray();
    }

    private static Map<String, byte[]> withoutOuterFolder(Map<String, byte[]> files) {
        String first = files.keySet().iterator().next();
        int slash = first.indexOf('/');
        String folder = slash < 0 ? "" : first.substring(0, slash + 1);
        boolean outer = !folder.isEmpty()
                && files.containsKey(folder + RulesetFiles.MANIFEST)
                && files.keySet().stream().allMatch(name -> name.startsWith(folder));
        if (!outer) {
            return files;
        }
        Map<String, byte[]> inner = new TreeMap<>();
        files.forEach((name, content) -> inner.put(name.substring(folder.length()), content));
        return inner;
    }

    private static Problem refused(String name, String message) {
        return ProblemType.INVALID_CONTENT.problem(
                "The zip file is refused as a whole.", List.of(new FieldError(name, message)));
    }
}
