package dev.assay.platform.encryption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The keys of an installation on its embedded database: a file beside it that only its owner reads, made at the first start. */
public final class KeyFile {

    private static final int KEY_BYTES = 32;

    private KeyFile() {}

    /** The value of {@code assay.encryption.keys}; a backup needs this file as well as the database. */
    public static String readOrMake(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                byte[] key = new byte[KEY_BYTES];
                new SecureRandom().nextBytes(key);
                Path made = Files.createTempFile(
                        file.toAbsolutePath().getParent(),
                        "keys",
                        null,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(made, "k1:" + Base64.getEncoder().encodeToString(key));
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The encryption keys in " + file + " can't be read or made", e);
        }
    }
}
