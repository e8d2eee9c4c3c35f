package dev.assay.access.key;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key of a machine; of its secret only the hash and the first characters are kept. */
@Entity
@Table(name = "api_key")
class ApiKeyEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    int id;

    String name;

    @Column(name = "key_start")
    String keyStart;

    @Column(name = "key_hash")
    byte[] keyHash;

    String[] roles;

    String @Nullable [] ledgers;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Column(name = "last_used_at")
    @Nullable
    Instant lastUsedAt;

    @Column(name = "previous_hash")
    byte @Nullable [] previousHash;

    @Column(name = "previous_until")
    @Nullable
    Instant previousUntil;

    @Column(name = "revoked_at")
    @Nullable
    Instant revokedAt;

    static @Nullable ApiKeyEntity named(String name) {
        return find("name", name).firstResult();
    }
}
