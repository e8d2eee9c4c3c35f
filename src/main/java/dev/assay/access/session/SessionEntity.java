package dev.assay.access.session;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A person's session; the id itself is known to the browser only. */
@Entity
@Table(name = "user_session")
class SessionEntity extends PanacheEntityBase {

    @Id
    @Column(name = "id_hash")
    byte[] idHash;

    String username;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "last_seen_at")
    Instant lastSeenAt;

    @Column(name = "expires_at")
    Instant expiresAt;
}
