package dev.assay.access.user;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.wildfly.security.password.Password;
import org.wildfly.security.password.PasswordFactory;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.util.ModularCrypt;

/**
 * Checks passwords against bcrypt hashes, and remembers the right ones so that each request of a session doesn't pay for bcrypt.
 *
 * <p>What is remembered is a MAC under a key that lives as long as the process, for the exact hash it was right for: a changed
 * password is checked anew. Thread-safe.
 */
final class VerifiedPasswords {

    private static final String MAC = "HmacSHA256";
    private static final int REMEMBERED_MAX = 10_000;

    private final byte[] key = new byte[32];
    private final Map<String, byte[]> macByHash = new ConcurrentHashMap<>();

    VerifiedPasswords() {
        new SecureRandom().nextBytes(key);
    }

    boolean verify(char[] password, String hash) {
        byte[] mac = mac(password);
        byte[] remembered = macByHash.get(hash);
        if (remembered != null && MessageDigest.isEqual(remembered, mac)) {
            return true;
        }
        boolean right = matches(password, hash);
        if (right && macByHash.size() < REMEMBERED_MAX) {
            macByHash.put(hash, mac);
        }
        return right;
    }

    private byte[] mac(char[] password) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac.doFinal(new String(password).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + MAC, e);
        }
    }

    private static boolean matches(char[] password, String hash) {
        try {
            Password stored = ModularCrypt.decode(hash);
            PasswordFactory factory =
                    PasswordFactory.getInstance(stored.getAlgorithm(), WildFlyElytronPasswordProvider.getInstance());
            return factory.verify(factory.translate(stored), password);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A stored password hash is not readable", e);
        }
    }
}
