package dev.assay.access.user;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.assay.access.AccessAudit;
import dev.assay.platform.encryption.Encryption;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.jspecify.annotations.Nullable;

/** Codes of an authenticator app (RFC 6238: six digits, 30 seconds, HMAC-SHA-1), as an optional second factor of a login. */
@ApplicationScoped
public class SecondFactor {

    private static final int SECRET_BYTES = 20;
    private static final Duration STEP = Duration.ofSeconds(30);

    private final TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator(STEP);

    @Inject
    AccessAudit audit;

    @Inject
    Encryption encryption;

    @Inject
    Clock clock;

    /**
     * What an authenticator app needs.
     *
     * @param secret in base 32
     * @param uri the same for a QR code
     */
    public record Enrolment(String secret, String uri) {}

    /** Makes a secret; it counts once {@link #confirm} has seen a code of it. */
    public Enrolment enrol(String username) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        QuarkusTransaction.requiringNew().run(() -> {
            UserEntity user = UserEntity.findById(username);
            if (user.totpConfirmed) {
                throw ProblemType.CONFLICT.problem(
                        "There is a second factor; remove it before you set up another one.");
            }
            user.totpSecret = seal(username, secret);
            user.totpLastStep = null;
        });
        String text = new Base32().encodeToString(secret).replace("=", "");
        return new Enrolment(
                text, "otpauth://totp/Assay:" + username + "?secret=" + text + "&issuer=Assay&digits=6&period=30");
    }

    /** @throws dev.assay.platform.problem.Problem INVALID_CONTENT if the code is wrong */
    public void confirm(String username, String code) {
        set(username, code, true);
    }

    /** @throws dev.assay.platform.problem.Problem INVALID_CONTENT if the code is wrong */
    public void remove(String username, String code) {
        set(username, code, false);
    }

    private void set(String username, String code, boolean confirmed) {
        QuarkusTransaction.requiringNew().run(() -> {
            UserEntity user = UserEntity.findById(username);
            if (!accepts(user, code)) {
                throw ProblemType.INVALID_CONTENT.problem(
                        "The second factor stays as it is.",
                        List.of(new FieldError(
                                "/code", "is wrong or was used already; take the app's next one and check its clock")));
            }
            user.totpConfirmed = confirmed;
            if (!confirmed) {
                user.totpSecret = null;
            }
            audit.record(username, "user", username, null, Map.of("secondFactor", confirmed));
        });
    }

    /** A reader of the database must not be able to make codes. */
    private byte[] seal(String username, byte[] secret) {
        String text = Base64.getEncoder().encodeToString(secret);
        return encryption.encrypt(text, context(username)).getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] open(String username, byte[] sealed) {
        String text = encryption.decrypt(new String(sealed, StandardCharsets.US_ASCII), context(username));
        return Base64.getDecoder().decode(text);
    }

    private static String context(String username) {
        return "second factor " + username;
    }

    /** Within the transaction: a code of now or one step to either side, each good once. */
    boolean accepts(UserEntity user, @Nullable String code) {
        if (code == null || user.totpSecret == null) {
            return false;
        }
        byte[] secret = open(user.username, user.totpSecret);
        long now = clock.instant().getEpochSecond() / STEP.toSeconds();
        for (long step = now - 1; step <= now + 1; step++) {
            boolean unused = user.totpLastStep == null || step > user.totpLastStep;
            if (unused && matches(secret, step, code)) {
                user.totpLastStep = step;
                UserEntity.update("totpLastStep = ?1 where username = ?2", step, user.username);
                return true;
            }
        }
        return false;
    }

    private boolean matches(byte[] secret, long step, String code) {
        try {
            String right = codes.generateOneTimePasswordString(
                    new SecretKeySpec(secret, codes.getAlgorithm()), Instant.ofEpochSecond(step * STEP.toSeconds()));
            return MessageDigest.isEqual(
                    right.getBytes(StandardCharsets.US_ASCII), code.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("The secret is a key", e);
        }
    }
}
