package dev.assay.customer;

import dev.assay.customer.content.AttributeValues;
import dev.assay.customer.content.Contact;
import dev.assay.customer.content.CustomerDraft;
import dev.assay.customer.content.CustomerJson;
import dev.assay.customer.content.CustomerStatus;
import dev.assay.customer.content.CustomerType;
import dev.assay.customer.content.SearchableName;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** The stored form of a customer, for the life of a single record. Batches write the same columns set-based. */
@Entity
@Table(name = "customer")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class CustomerEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(name = "ledger_id", updatable = false)
    int ledgerId;

    @Column(updatable = false)
    String code;

    String name;

    @Enumerated(EnumType.STRING)
    CustomerType type;

    @Column(name = "tax_id")
    @Nullable
    String taxId;

    @Nullable
    String industry;

    @Nullable
    String region;

    @Nullable
    String size;

    String[] tags;

    @ColumnTransformer(read = "attributes::text", write = "?::jsonb")
    String attributes;

    @ColumnTransformer(read = "contacts::text", write = "?::jsonb")
    String contacts;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "parent_id")
    @Nullable
    CustomerEntity parent;

    @Nullable
    String owner;

    @Nullable
    String department;

    @Enumerated(EnumType.STRING)
    CustomerStatus status;

    int version;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Column(name = "name_key")
    String nameKey;

    @Column(name = "name_terms")
    String nameTerms;

    static Optional<CustomerEntity> findByCode(int ledgerId, String code) {
        return CustomerEntity.<CustomerEntity>find(
                        "from CustomerEntity c left join fetch c.parent where c.ledgerId = ?1 and c.code = ?2",
                        ledgerId,
                        code)
                .firstResultOptional();
    }

    static List<CustomerEntity> listWithParents(Collection<Long> ids) {
        return CustomerEntity.list("from CustomerEntity c left join fetch c.parent where c.id in ?1", ids);
    }

    /** Writes the content of a draft; code, version and instants are the caller's. */
    void take(CustomerDraft draft, @Nullable CustomerEntity newParent) {
        SearchableName searchable = SearchableName.of(draft.name());
        name = draft.name();
        nameKey = searchable.key();
        nameTerms = searchable.terms();
        type = draft.type();
        taxId = draft.taxId();
        industry = draft.industry();
        region = draft.region();
        size = draft.size();
        tags = draft.tags().toArray(String[]::new);
        attributes = CustomerJson.write(draft.attributes());
        contacts = CustomerJson.write(draft.contacts());
        parent = newParent;
        owner = draft.owner();
        department = draft.department();
        status = draft.status();
    }

    CustomerDraft draft(AttributeValues values) {
        return new CustomerDraft(
                code,
                name,
                type,
                taxId,
                industry,
                region,
                size,
                List.of(tags),
                values.stored(attributes),
                List.of(CustomerJson.read(contacts, Contact[].class)),
                parent == null ? null : parent.code,
                owner,
                department,
                status);
    }
}
