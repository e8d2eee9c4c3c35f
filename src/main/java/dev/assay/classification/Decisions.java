package dev.assay.classification;

import dev.assay.classification.guarantee.AcceptedGuarantees;
import dev.assay.classification.override.CustomerOverride;
import dev.assay.classification.override.Effective;
import dev.assay.classification.override.Overrides;
import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.engine.decision.CreditLimit;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads decisions and what stands, on the connection of a transaction that entered the ledger. */
@ApplicationScoped
public class Decisions {

    private static final String SELECT = """
            select d.*, e.applied, e.known_at, e.cut_points_id, e.ruleset_version, e.engine_version, e.metrics
              from decision d
              join evaluation e on e.id = d.evaluation_id and e.decided_at = d.decided_at
             where d.ledger_id = ?
            """;

    private static final int PAGE = 1_000;

    @Inject
    Overrides overrides;

    @Inject
    ExplainDecisions explain;

    @Inject
    Clock clock;

    Optional<StoredDecision> byId(Connection connection, Ledger ledger, long id) throws SQLException {
        // By the primary key of each month.
        try (PreparedStatement query = connection.prepareStatement(SELECT + " and d.id = ?")) {
            query.setInt(1, ledger.id());
            query.setLong(2, id);
            return read(connection, ledger, query).stream().findFirst();
        }
    }

    /** Decisions as clients see them, by id; those whose month of the log was dropped are absent. */
    public Map<Long, DecisionView> byIds(Connection connection, Ledger ledger, Collection<Long> ids)
            throws SQLException {
        // By the primary key of each month.
        try (PreparedStatement query = connection.prepareStatement(SELECT + " and d.id = any (?)")) {
            query.setInt(1, ledger.id());
            query.setArray(2, connection.createArrayOf("bigint", ids.toArray()));
            Map<Long, DecisionView> views = new HashMap<>();
            for (StoredDecision stored : read(connection, ledger, query)) {
                views.put(Objects.requireNonNull(stored.view().id()), stored.view());
            }
            return views;
        }
    }

    /** A ledger's decisions of a month, in the order of their ids, as they are read. */
    void forEachOfMonth(Connection connection, Ledger ledger, YearMonth month, Consumer<DecisionView> action)
            throws SQLException {
        // The month's partition by its primary key, a page at a time.
        long after = 0;
        List<StoredDecision> page;
        do {
            try (PreparedStatement query = connection.prepareStatement(
                    SELECT + " and d.decided_at >= ? and d.decided_at < ? and d.id > ? order by d.id limit ?")) {
                query.setInt(1, ledger.id());
                query.setObject(2, month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC));
                query.setObject(3, month.plusMonths(1).atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC));
                query.setLong(4, after);
                query.setInt(5, PAGE);
                page = read(connection, ledger, query);
            }
            for (StoredDecision stored : page) {
                action.accept(stored.view());
                after = Objects.requireNonNull(stored.view().id());
            }
        } while (page.size() == PAGE);
    }

    /** The applied decision of a customer with the latest as-of date, the later one of a date. */
    Optional<StoredDecision> latest(Connection connection, Ledger ledger, long customerId) throws SQLException {
        // The first entry of the index decision_of_customer that was applied.
        try (PreparedStatement query = connection.prepareStatement(
                SELECT + " and d.customer_id = ? and e.applied order by d.as_of desc, d.id desc limit 1")) {
            query.setInt(1, ledger.id());
            query.setLong(2, customerId);
            return read(connection, ledger, query).stream().findFirst();
        }
    }

    /** A customer's decisions, newest as-of date first, after a given one. */
    List<StoredDecision> ofCustomer(
            Connection connection, Ledger ledger, long customerId, DecisionCursor after, int limit)
            throws SQLException {
        // Walks the index decision_of_customer from the cursor.
        try (PreparedStatement query = connection.prepareStatement(SELECT
                + " and d.customer_id = ? and (d.as_of, d.id) < (?, ?) order by d.as_of desc, d.id desc limit ?")) {
            query.setInt(1, ledger.id());
            query.setLong(2, customerId);
            query.setObject(3, after.asOf());
            query.setLong(4, after.id());
            query.setInt(5, limit);
            return read(connection, ledger, query);
        }
    }

    /** What stands for a customer, complete even where its month of the log was dropped. */
    Optional<ClassificationView> standing(Connection connection, Ledger ledger, Customer.Identity customer)
            throws SQLException {
        Optional<StoredDecision> latest = latest(connection, ledger, customer.id());
        if (latest.isPresent()) {
            StoredDecision stored = latest.get();
            return Optional.of(view(
                    connection,
                    ledger,
                    customer,
                    stored.view(),
                    stored.effectiveLimit(),
                    stored.effectiveGuarantees()));
        }
        String sql = "select * from classification where customer_id = ? and ledger_id = ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, customer.id());
            query.setInt(2, ledger.id());
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(view(
                                connection,
                                ledger,
                                customer,
                                DecisionView.withoutFacts(
                                        row.getLong("decision_id"),
                                        customer.code(),
                                        row.getObject("as_of", LocalDate.class),
                                        row.getObject("decided_at", OffsetDateTime.class)
                                                .toInstant(),
                                        LoggedDecision.decision(row, ledger, null)),
                                LoggedDecision.granted(row, ledger),
                                BigDecimal.valueOf(row.getLong("granted_guarantees"), ledger.baseScale())))
                        : Optional.empty();
            }
        }
    }

    /** What stands, and in its place what people set; of its limit what guarantees still back. */
    private ClassificationView view(
            Connection connection,
            Ledger ledger,
            Customer.Identity customer,
            DecisionView decision,
            CreditLimit granted,
            BigDecimal guarantees)
            throws SQLException {
        LocalDate today = LocalDate.now(clock.withZone(ledger.timeZone()));
        BigDecimal inForce = AcceptedGuarantees.now(connection, ledger, customer.id(), today);
        CreditLimit backed = Effective.backed(granted, guarantees, inForce);
        List<CustomerOverride> active = overrides.ofCustomer(connection, ledger, customer.id()).stream()
                .filter(each -> each.state() == CustomerOverride.State.ACTIVE)
                .toList();
        Effective effective =
                new Effective(decision.grade(), backed, decision.paymentTerm(), decision.hold()).with(active, ledger);
        return new ClassificationView(decision, effective.creditLimit(), effective, active);
    }

    /** What the rules read for the last decisions of the ledger. */
    List<CustomerFacts> lastFacts(Connection connection, Ledger ledger, int limit) throws SQLException {
        // Each month's primary key from its end.
        try (PreparedStatement query = connection.prepareStatement(SELECT + " order by d.id desc limit ?")) {
            query.setInt(1, ledger.id());
            query.setInt(2, limit);
            List<LoggedDecision> logged = logged(query, ledger);
            Map<LoggedDecision, CustomerFacts> facts = facts(connection, ledger, logged);
            return List.copyOf(facts.values());
        }
    }

    private List<StoredDecision> read(Connection connection, Ledger ledger, PreparedStatement query)
            throws SQLException {
        List<LoggedDecision> logged = logged(query, ledger);
        Map<LoggedDecision, CustomerFacts> facts = facts(connection, ledger, logged);
        return explain.explain(logged, each -> Objects.requireNonNull(facts.get(each)));
    }

    private static List<LoggedDecision> logged(PreparedStatement query, Ledger ledger) throws SQLException {
        List<LoggedDecision> logged = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                logged.add(LoggedDecision.of(row, ledger));
            }
        }
        return logged;
    }

    /** Kept metrics with the master data of the versions that were read. */
    private static Map<LoggedDecision, CustomerFacts> facts(
            Connection connection, Ledger ledger, List<LoggedDecision> logged) throws SQLException {
        Map<Integer, Map<Long, Integer>> wanted = new HashMap<>();
        logged.forEach(each -> wanted.computeIfAbsent(each.customerVersion(), version -> new HashMap<>())
                .put(each.customerId(), each.customerVersion()));
        Map<Integer, Map<Long, Customer>> masterData = new HashMap<>();
        for (Map.Entry<Integer, Map<Long, Integer>> version : wanted.entrySet()) {
            masterData.put(version.getKey(), Customers.loadAt(connection, ledger, version.getValue()));
        }
        Map<LoggedDecision, CustomerFacts> facts = new IdentityHashMap<>();
        for (LoggedDecision each : logged) {
            Customer customer = Objects.requireNonNull(masterData.get(each.customerVersion()))
                    .get(each.customerId());
            facts.put(each, each.facts(ledger, Objects.requireNonNull(customer)));
        }
        return facts;
    }
}
