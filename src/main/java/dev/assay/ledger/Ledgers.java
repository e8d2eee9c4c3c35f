package dev.assay.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.access.Caller;
import dev.assay.audit.AuditLog;
import dev.assay.audit.RequestOrigin;
import dev.assay.platform.BriefMemory;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** All sets of books. */
@ApplicationScoped
public class Ledgers {

    private static final String CODE_PATTERN = "[A-Za-z0-9][A-Za-z0-9_-]{0,39}";

    private final BriefMemory<String, Ledger> memory = new BriefMemory<>();

    @Inject
    Caller caller;

    @Inject
    Clock clock;

    @Inject
    EntityManager entities;

    @Inject
    DataSource database;

    @Inject
    ObjectMapper json;

    /**
     * A ledger for the caller; to one who may not enter it there is none.
     *
     * @throws dev.assay.platform.problem.Problem LEDGER_NOT_FOUND
     */
    public Ledger require(String code) {
        return find(code)
                .filter(ledger -> caller.mayEnter(ledger.code()))
                .orElseThrow(() -> ProblemType.LEDGER_NOT_FOUND.problem("Ledger \"" + code
                        + "\" doesn't exist; create it with PUT /api/v1/ledgers/{ledger} or check the code."));
    }

    public Optional<Ledger> find(String code) {
        return memory.get(code, this::read);
    }

    private Optional<Ledger> read(String code) {
        return QuarkusTransaction.requiringNew()
                .call(() -> LedgerEntity.<LedgerEntity>find("code", code)
                        .firstResultOptional()
                        .map(LedgerEntity::toLedger));
    }

    /** @throws IllegalStateException if there is none; ledgers are never deleted */
    public Ledger byId(int id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> LedgerEntity.<LedgerEntity>findByIdOptional(id)
                        .map(LedgerEntity::toLedger)
                        .orElseThrow(() -> new IllegalStateException("Ledger " + id + " is gone")));
    }

    public List<Ledger> all() {
        return QuarkusTransaction.requiringNew()
                .call(() -> LedgerEntity.<LedgerEntity>list("order by code").stream()
                        .map(LedgerEntity::toLedger)
                        .toList());
    }

    /** A ledger as it now is, and whether this call created it. */
    public record Stored(Ledger ledger, boolean created) {}

    /**
     * Creates a ledger or changes its settings.
     *
     * @param expectedVersion the version the change is based on; null to create
     * @param changedBy who asked, for the audit record
     * @throws dev.assay.platform.problem.Problem INVALID_CONTENT, VERSION_REQUIRED, STALE_VERSION, CONFLICT
     */
    public Stored put(String code, LedgerRequest request, @Nullable Integer expectedVersion, String changedBy) {
        if (!code.matches(CODE_PATTERN)) {
            throw ProblemType.INVALID_CONTENT.problem("The ledger's code \"" + code
                    + "\" is not acceptable: use 1 to 40 letters, digits, - or _, beginning with a letter or digit.");
        }
        Stored result = QuarkusTransaction.requiringNew().call(() -> {
            lockCode(code);
            LedgerEntity entity = LedgerEntity.<LedgerEntity>find("code", code)
                    .firstResultOptional()
                    .orElse(null);
            Ledger before = entity == null ? null : entity.toLedger();
            Stored stored =
                    entity == null ? create(code, request, expectedVersion) : change(entity, request, expectedVersion);
            audit(before, stored.ledger(), changedBy);
            return stored;
        });
        memory.forget(code);
        return result;
    }

    private Stored create(String code, LedgerRequest request, @Nullable Integer expectedVersion) {
        if (expectedVersion != null) {
            throw ProblemType.STALE_VERSION.problem(
                    "Ledger \"" + code + "\" doesn't exist; leave If-Match out to create it.");
        }
        LedgerEntity entity = new LedgerEntity();
        entity.code = code;
        entity.createdAt = clock.instant();
        entity.updatedAt = entity.createdAt;
        request.applyTo(entity);
        entity.persistAndFlush();
        enter(entity.id);
        entities.createNativeQuery("insert into ledger_clock (ledger_id, recorded_at) values (?1, ?2)")
                .setParameter(1, entity.id)
                .setParameter(2, entity.createdAt)
                .executeUpdate();
        return new Stored(entity.toLedger(), true);
    }

    private Stored change(LedgerEntity entity, LedgerRequest request, @Nullable Integer expectedVersion) {
        if (expectedVersion == null) {
            throw ProblemType.VERSION_REQUIRED.problem("Ledger \"" + entity.code + "\" exists; send `If-Match: \""
                    + entity.version + "\"` with the version you read.");
        }
        if (expectedVersion != entity.version) {
            throw ProblemType.STALE_VERSION.problem("Ledger \"" + entity.code + "\" is at version " + entity.version
                    + ", the change is based on " + expectedVersion + "; read it again.");
        }
        String currencyBefore = entity.baseCurrency;
        request.applyTo(entity);
        if (!entity.baseCurrency.equals(currencyBefore)) {
            throw ProblemType.CONFLICT.problem(
                    "The base currency of a ledger can't change.",
                    List.of(new FieldError(
                            "/baseCurrency",
                            "is " + currencyBefore + "; create another ledger for " + entity.baseCurrency)));
        }
        entity.updatedAt = clock.instant();
        LedgerEntity.flush();
        return new Stored(entity.toLedger(), false);
    }

    private void audit(@Nullable Ledger before, Ledger after, String changedBy) throws SQLException {
        enter(after.id());
        try (Connection connection = database.getConnection()) {
            RequestOrigin.enter(connection);
            AuditLog.record(
                    connection,
                    after.id(),
                    clock.instant(),
                    changedBy,
                    new AuditLog.Change("ledger", after.code(), before == null ? null : write(before), write(after)));
        }
    }

    private String write(Ledger ledger) {
        try {
            return json.writeValueAsString(LedgerView.of(ledger));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A ledger is plain data", e);
        }
    }

    /** Two creations of one code wait for each other. */
    private void lockCode(String code) {
        entities.createNativeQuery("select 1 from (select pg_advisory_xact_lock(hashtextextended(?1, 0))) as locked")
                .setParameter(1, "ledger " + code)
                .getSingleResult();
    }

    private void enter(int ledgerId) {
        entities.createNativeQuery("select set_config('assay.ledger', ?1, true)")
                .setParameter(1, String.valueOf(ledgerId))
                .getSingleResult();
    }
}
