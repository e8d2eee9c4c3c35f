package dev.assay.access.key;

import dev.assay.access.AccessAudit;
import dev.assay.access.Account;
import dev.assay.access.Identities;
import dev.assay.access.Secrets;
import dev.assay.platform.BriefMemory;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys of machines. A key that is revoked on another node stops working here within a second. */
@ApplicationScoped
public class ApiKeys {

    private static final String ENTITY = "api-key";
    private static final int SHOWN_CHARACTERS = 6;
    private static final Duration LAST_USED_STEP = Duration.ofMinutes(1);

    private final BriefMemory<ByteBuffer, SecurityIdentity> memory = new BriefMemory<>();

    @Inject
    AccessAudit audit;

    @Inject
    Clock clock;

    /** What a new key may do, and until when. */
    record Grant(
            String name,
            List<String> roles,
            @Nullable List<String> ledgers,
            @Nullable Instant expiresAt) {}

    /** Whose a key is, if that was read a moment ago. */
    Optional<SecurityIdentity> known(String key) {
        return memory.known(ByteBuffer.wrap(Secrets.hash(key)));
    }

    /** Whose a key is. */
    Optional<SecurityIdentity> read(String key) {
        return memory.get(ByteBuffer.wrap(Secrets.hash(key)), this::read);
    }

    private Optional<SecurityIdentity> read(ByteBuffer hash) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Instant now = clock.instant();
            Optional<ApiKeyEntity> found = ApiKeyEntity.<ApiKeyEntity>find(
                            "revokedAt is null and (expiresAt is null or expiresAt > ?2)"
                                    + " and (keyHash = ?1 or previousHash = ?1 and previousUntil > ?2)",
                            hash.array(),
                            now)
                    .firstResultOptional();
            found.ifPresent(entity -> noteUse(entity, now));
            return found.map(entity -> Identities.of(Account.of(
                    entity.name, Set.of(entity.roles), entity.ledgers == null ? null : Set.of(entity.ledgers))));
        });
    }

    private static void noteUse(ApiKeyEntity entity, Instant now) {
        if (entity.lastUsedAt == null || entity.lastUsedAt.plus(LAST_USED_STEP).isBefore(now)) {
            ApiKeyEntity.update("lastUsedAt = ?1 where id = ?2", now.truncatedTo(ChronoUnit.MINUTES), entity.id);
        }
    }

    public boolean isEmpty() {
        return QuarkusTransaction.requiringNew().call(() -> ApiKeyEntity.count() == 0);
    }

    /** Creates the named key with a given secret, or gives it this secret and these roles. */
    public void put(String name, String key, List<String> roles) {
        QuarkusTransaction.requiringNew().run(() -> {
            ApiKeyEntity known = ApiKeyEntity.named(name);
            ApiKeyEntity entity = known == null ? new ApiKeyEntity() : known;
            entity.name = name;
            entity.roles = roles.toArray(String[]::new);
            entity.revokedAt = null;
            if (known == null) {
                entity.createdAt = clock.instant();
                entity.createdBy = "installation";
            }
            give(entity, key);
            entity.persist();
        });
    }

    List<ApiKeyView> all() {
        return QuarkusTransaction.requiringNew()
                .call(() -> ApiKeyEntity.<ApiKeyEntity>list("order by name").stream()
                        .map(entity -> ApiKeyView.of(entity, null))
                        .toList());
    }

    /** @throws dev.assay.platform.problem.Problem DUPLICATE: a name isn't used twice, not even after its key was revoked */
    ApiKeyView create(Grant grant, String by) {
        return QuarkusTransaction.requiringNew().call(() -> {
            if (ApiKeyEntity.named(grant.name()) != null) {
                throw ProblemType.DUPLICATE.problem(
                        "There is or was a key named \"" + grant.name() + "\"; choose another name, or rotate it.");
            }
            ApiKeyEntity entity = new ApiKeyEntity();
            entity.name = grant.name();
            entity.roles = grant.roles().toArray(String[]::new);
            entity.ledgers = grant.ledgers() == null ? null : grant.ledgers().toArray(String[]::new);
            entity.createdAt = clock.instant();
            entity.createdBy = by;
            entity.expiresAt = grant.expiresAt();
            String key = newKey();
            give(entity, key);
            entity.persist();
            audit.record(by, ENTITY, entity.name, null, ApiKeyView.of(entity, null));
            return ApiKeyView.of(entity, key);
        });
    }

    /** Gives a key a new secret; the one before works until the overlap is over. */
    ApiKeyView rotate(String name, Duration overlap, String by) {
        ApiKeyView view = QuarkusTransaction.requiringNew().call(() -> {
            ApiKeyEntity entity = require(name);
            ApiKeyView before = ApiKeyView.of(entity, null);
            entity.previousHash = entity.keyHash;
            entity.previousUntil = clock.instant().plus(overlap);
            String key = newKey();
            give(entity, key);
            audit.record(by, ENTITY, name, before, ApiKeyView.of(entity, null));
            return ApiKeyView.of(entity, key);
        });
        memory.clear();
        return view;
    }

    void revoke(String name, String by) {
        QuarkusTransaction.requiringNew().run(() -> {
            ApiKeyEntity entity = require(name);
            ApiKeyView before = ApiKeyView.of(entity, null);
            entity.revokedAt = clock.instant();
            audit.record(by, ENTITY, name, before, ApiKeyView.of(entity, null));
        });
        memory.clear();
    }

    private static ApiKeyEntity require(String name) {
        ApiKeyEntity entity = ApiKeyEntity.named(name);
        if (entity == null || entity.revokedAt != null) {
            throw ProblemType.NOT_FOUND.problem("There is no key \"" + name + "\" in use.");
        }
        return entity;
    }

    private static String newKey() {
        return "assay_" + Secrets.random();
    }

    private static void give(ApiKeyEntity entity, String key) {
        entity.keyStart = key.substring(0, Math.min(SHOWN_CHARACTERS + 6, key.length() / 4));
        entity.keyHash = Secrets.hash(key);
    }
}
