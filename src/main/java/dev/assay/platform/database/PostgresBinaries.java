package dev.assay.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs that ship as a dependency of this project, unpacked once into a folder. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /**
     * Unpacks the programs into {@code folder} unless they are there.
     *
     * @return the folder that holds {@code bin/}
     * @throws IOException if the folder can't be written, or no programs ship for this platform
     */
    static Path unpack(Path folder) throws IOException {
        Path complete = folder.resolve("complete");
        if (Files.exists(complete)) {
            return folder;
        }
        Files.createDirectories(folder);
        String archive = archiveName();
        try (InputStream resource = PostgresBinaries.class.getClassLoader().getResourceAsStream(archive)) {
            if (resource == null) {
                throw new IOException("No PostgreSQL programs for this platform (" + archive
                        + " is not on the class path). Set QUARKUS_DATASOURCE_JDBC_URL to use an external PostgreSQL.");
            }
            try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(resource))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpackEntry(folder, tar, entry);
                }
            }
        }
        Files.createFile(complete);
        return folder;
    }

    private static void unpackEntry(Path folder, TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("Archive entry leaves its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.deleteIfExists(target);
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString((entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
        }
    }

    private static String archiveName() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return "postgres-" + os + "-" + arch + ".txz";
    }
}
