package dev.assay.access.session;

import dev.assay.access.Secrets;
import dev.assay.platform.BriefMemory;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Sessions of people. They are in the database, so that every node knows them; one ended elsewhere ends here within a second. */
@ApplicationScoped
public class Sessions {

    private static final Duration SEEN_STEP = Duration.ofMinutes(1);
    private static final String MAC = "HmacSHA256";

    private final BriefMemory<ByteBuffer, String> memory = new BriefMemory<>();

    @Inject
    Clock clock;

    @ConfigProperty(name = "assay.session.idle-minutes", defaultValue = "30")
    int idleMinutes;

    @ConfigProperty(name = "assay.session.hours", defaultValue = "12")
    int hours;

    /** Begins a session in the caller's transaction and returns its id; those that are over are cleared away. */
    public String begin(String username) {
        Instant now = clock.instant();
        SessionEntity.delete("expiresAt < ?1 or lastSeenAt < ?2", now, now.minus(idle()));
        String id = Secrets.random();
        SessionEntity session = new SessionEntity();
        session.idHash = Secrets.hash(id);
        session.username = username;
        session.createdAt = now;
        session.lastSeenAt = now;
        session.expiresAt = now.plus(Duration.ofHours(hours));
        session.persist();
        return id;
    }

    /** Whose a session is; empty if it is over or never was. */
    Optional<String> username(String id) {
        return memory.get(ByteBuffer.wrap(Secrets.hash(id)), this::read);
    }

    private Optional<String> read(ByteBuffer hash) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Instant now = clock.instant();
            Optional<SessionEntity> session = SessionEntity.<SessionEntity>findByIdOptional(hash.array())
                    .filter(found -> found.expiresAt.isAfter(now)
                            && found.lastSeenAt.plus(idle()).isAfter(now));
            session.filter(found -> found.lastSeenAt.plus(SEEN_STEP).isBefore(now))
                    .ifPresent(found -> found.lastSeenAt = now);
            return session.map(found -> found.username);
        });
    }

    void end(String id) {
        QuarkusTransaction.requiringNew().run(() -> SessionEntity.delete("idHash", (Object) Secrets.hash(id)));
        memory.clear();
    }

    /** Ends all sessions of a person, in the caller's transaction. */
    public void endAll(String username) {
        endOthers(username, null);
    }

    /** Ends all sessions of a person but one, in the caller's transaction. */
    public void endOthers(String username, @Nullable String id) {
        SessionEntity.delete("username = ?1 and idHash <> ?2", username, id == null ? new byte[0] : Secrets.hash(id));
        memory.clear();
    }

    /**
     * What a page must send along with every change, so that other sites can't make the browser do it: they can send the cookie,
     * but can't know this.
     */
    static String csrfToken(String id) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(id.getBytes(StandardCharsets.UTF_8), MAC));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal("csrf".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + MAC, e);
        }
    }

    static boolean isCsrfToken(String id, @Nullable String token) {
        return token != null
                && MessageDigest.isEqual(
                        csrfToken(id).getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private Duration idle() {
        return Duration.ofMinutes(idleMinutes);
    }
}
