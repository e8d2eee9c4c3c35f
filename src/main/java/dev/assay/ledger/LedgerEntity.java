package dev.assay.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The stored form of a {@link Ledger}. */
@Entity
@Table(name = "ledger")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class LedgerEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Integer id;

    @Column(updatable = false)
    String code;

    String name;

    @Column(name = "base_currency")
    @JdbcTypeCode(SqlTypes.CHAR)
    String baseCurrency;

    @Column(name = "time_zone")
    String timeZone;

    @Column(name = "customer_code_pattern")
    String customerCodePattern;

    @Column(name = "customer_code_prefix")
    String customerCodePrefix;

    @Column(name = "customer_code_digits")
    short customerCodeDigits;

    @Enumerated(EnumType.STRING)
    @Column(name = "duplicate_policy")
    Ledger.DuplicatePolicy duplicatePolicy;

    @Column(name = "materiality_amount")
    BigDecimal materialityAmount;

    @Column(name = "materiality_ratio")
    BigDecimal materialityRatio;

    @Column(name = "order_horizon_days")
    int orderHorizonDays;

    @Nullable
    @Column(name = "guard_moved_ratio")
    BigDecimal guardMovedRatio;

    @Nullable
    @Column(name = "guard_limit_change")
    BigDecimal guardLimitChange;

    @Column(name = "attribute_definitions")
    @JdbcTypeCode(SqlTypes.JSON)
    List<Ledger.AttributeDefinition> attributeDefinitions;

    @Enumerated(EnumType.STRING)
    @Column(name = "protected_fields")
    Ledger.ProtectedField[] protectedFields;

    @Version
    int version;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    Ledger toLedger() {
        return new Ledger(
                id,
                code,
                name,
                Currency.getInstance(baseCurrency),
                ZoneId.of(timeZone),
                new Ledger.CustomerCodeRule(customerCodePattern, customerCodePrefix, customerCodeDigits),
                duplicatePolicy,
                materialityAmount,
                materialityRatio,
                orderHorizonDays,
                new Ledger.Guard(guardMovedRatio, guardLimitChange),
                List.copyOf(attributeDefinitions),
                List.of(protectedFields),
                version);
    }
}
