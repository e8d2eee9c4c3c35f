package dev.assay.classification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.FieldError;
import dev.assay.ruleset.StoredCustomers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The facts of the last decisions of each ledger. */
@ApplicationScoped
class LastFacts implements StoredCustomers {

    private static final int LEDGERS_MAX = 20;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    ObjectMapper json;

    @Override
    public List<CustomerFacts> sample(int max) {
        List<Ledger> all = ledgers.all();
        List<CustomerFacts> sample = new ArrayList<>();
        int ledgersAsked = Math.min(LEDGERS_MAX, all.size());
        for (Ledger ledger : all.subList(0, ledgersAsked)) {
            sample.addAll(transaction.read(ledger, connection -> last(connection, ledger, max / ledgersAsked)));
        }
        return sample;
    }

    private List<CustomerFacts> last(Connection connection, Ledger ledger, int limit) throws SQLException {
        // Walks the index decision_of_ledger from its end.
        String sql = "select as_of, facts from decision where ledger_id = ? order by id desc limit ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, ledger.id());
            query.setInt(2, limit);
            List<CustomerFacts> facts = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    List<FieldError> errors = new ArrayList<>();
                    CustomerFacts read = read(ledger, row.getObject(1, LocalDate.class), row.getString(2), errors);
                    if (errors.isEmpty()) {
                        facts.add(read); // otherwise it uses a custom field the ledger has dropped since
                    }
                }
            }
            return facts;
        }
    }

    private CustomerFacts read(Ledger ledger, LocalDate asOf, String facts, List<FieldError> errors) {
        try {
            JsonNode tree = json.readTree(facts);
            // whatever grade stood before may still stand, known to the version in question or not
            List<String> grades = List.of(tree.path(FactsJson.PREVIOUS_GRADE).asText());
            return new FactsRequest(ledger, asOf, grades, errors).read(tree, "/facts");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was stored as JSON is JSON", e);
        }
    }
}
