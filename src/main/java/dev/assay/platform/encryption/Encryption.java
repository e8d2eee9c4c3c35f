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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
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
    private static final String MAC = "HmacSHA256";
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
        return seal(current, nonce, text, context);
    }

    /**
     * As {@link #encrypt}, but the same text in the same context always comes out the same under a key: it can be looked for and
     * compared. The nonce is a keyed hash of both, so that no two texts share one.
     */
    public String encryptAlike(String text, String context) {
        return alike(text, context).stream()
                .findFirst()
                .orElseGet(() -> encrypt(text, context)); // which says that no key is configured
    }

    /** What {@link #encryptAlike} makes, or made, of a text under each key, the current one first. */
    public List<String> alike(String text, String context) {
        return keys.entrySet().stream()
                .map(key -> seal(key, nonceOf(key.getValue(), text, context), text, context))
                .toList();
    }

    private static byte[] nonceOf(SecretKey key, String text, String context) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key.getEncoded(), MAC));
            mac.update(("nonce " + context.length() + " " + context).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + MAC, e);
        }
    }

    private static String seal(Map.Entry<String, SecretKey> key, byte[] nonce, String text, String context) {
        byte[] sealed = run(Cipher.ENCRYPT_MODE, key.getValue(), nonce, text.getBytes(StandardCharsets.UTF_8), context);
        byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
        return key.getKey() + ":" + Base64.getEncoder().encodeToString(all);
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
