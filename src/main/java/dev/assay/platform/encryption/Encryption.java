package dev.assay.platform.encryption;

import dev.assay.platform.problem.ProblemType;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * AES-256-GCM under the keys of {@code assay.encryption.keys}: {@code name:base64} pairs separated by commas. The first key encrypts;
 * the others still decrypt, so that a new key can be put in front at any time. What is encrypted is bound to its context: moved to
 * another row, it doesn't decrypt.
 */
@ApplicationScoped
public class Encryption {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    @ConfigProperty(name = "assay.encryption.keys")
    Optional<String> configured;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKey> keys = new LinkedHashMap<>();

    /** A key that can't be used is a fault of the installation: it keeps the service from starting. */
    void start(@Observes StartupEvent event) {
        configured.filter(text -> !text.isBlank()).ifPresent(text -> {
            for (String pair : text.split(",")) {
                int colon = pair.indexOf(':');
                String name = colon < 0 ? "" : pair.substring(0, colon).strip();
                byte[] key = colon < 0
                        ? new byte[0]
                        : decode(name, pair.substring(colon + 1).strip());
                if (!name.matches("[A-Za-z0-9_-]{1,20}") || key.length != KEY_BYTES || keys.containsKey(name)) {
                    throw new IllegalStateException(
                            "assay.encryption.keys must be name:key pairs separated by commas, each name once and each key "
                                    + KEY_BYTES + " bytes in base 64; the pair named \"" + name + "\" isn't");
                }
                keys.put(name, new SecretKeySpec(key, "AES"));
            }
        });
    }

    private static byte[] decode(String name, String key) {
        try {
            return Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("The key named \"" + name + "\" of assay.encryption.keys is no base 64", e);
        }
    }

    /**
     * @param context what the text belongs to; the same is needed to read it
     * @return the key's name, a colon, and nonce and ciphertext in base 64
     * @throws dev.assay.platform.problem.Problem UNAVAILABLE if no key is configured
     */
    public String encrypt(String text, String context) {
        Map.Entry<String, SecretKey> current = keys.entrySet().stream()
                .findFirst()
                .orElseThrow(() ->
                        ProblemType.UNAVAILABLE.problem("Protected data can't be stored: no key is configured. Set"
                                + " ASSAY_ENCRYPTION_KEYS to k1:<32 random bytes in base 64>, and keep it safe."));
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed =
                run(Cipher.ENCRYPT_MODE, current.getValue(), nonce, text.getBytes(StandardCharsets.UTF_8), context);
        byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
        return current.getKey() + ":" + Base64.getEncoder().encodeToString(all);
    }

    /**
     * @throws dev.assay.platform.problem.Problem UNAVAILABLE if its key isn't configured any more
     * @throws IllegalStateException if it was altered, or belongs to another context
     */
    public String decrypt(String sealed, String context) {
        int colon = sealed.indexOf(':');
        String name = sealed.substring(0, Math.max(colon, 0));
        SecretKey key = keys.get(name);
        if (key == null) {
            throw ProblemType.UNAVAILABLE.problem(
                    "The key \"" + name
                            + "\" that protects this isn't configured; add it to ASSAY_ENCRYPTION_KEYS behind the current one.");
        }
        byte[] all = Base64.getDecoder().decode(sealed.substring(colon + 1));
        return new String(
                run(
                        Cipher.DECRYPT_MODE,
                        key,
                        Arrays.copyOf(all, NONCE_BYTES),
                        Arrays.copyOfRange(all, NONCE_BYTES, all.length),
                        context),
                StandardCharsets.UTF_8);
    }

    /** Whether it is encrypted by another key than the current one. */
    public boolean isStale(String sealed) {
        String current = keys.keySet().stream().findFirst().orElse("");
        return !sealed.startsWith(current + ":");
    }

    private static byte[] run(int mode, SecretKey key, byte[] nonce, byte[] input, String context) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Protected data was altered, or belongs elsewhere", e);
        }
    }
}
