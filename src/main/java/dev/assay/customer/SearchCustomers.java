package dev.assay.customer;

import dev.assay.customer.content.AttributeValues;
import dev.assay.customer.content.SearchableName;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds customers by any of their fields: by code, or the most similar name first. */
@ApplicationScoped
class SearchCustomers {

    /** From here on two names look alike. One wrong letter of a short word leaves 0.4; of two characters one is no likeness. */
    private static final double LIKENESS_OF_WORDS = 0.4;

    private static final double LIKENESS_OF_CHARACTERS = 0.55;

    @Inject
    LedgerTransaction transaction;

    /** @param nextCursor null on the last page */
    record Page(List<CustomerView> items, @Nullable String nextCursor) {}

    Page search(Ledger ledger, CustomerFilter filter, @Nullable String cursor, int limit) {
        PageCursor after =
                cursor == null ? null : PageCursor.decode(cursor, filter.fingerprint(), filter.terms() != null);
        return transaction.read(ledger, connection -> {
            List<Hit> hits = hits(connection, ledger, filter, after, limit + 1);
            boolean more = hits.size() > limit;
            List<Hit> page = more ? hits.subList(0, limit) : hits;
            return new Page(views(ledger, page), more ? page.get(limit - 1).cursor(filter) : null);
        });
    }

    private record Hit(long id, String code, @Nullable BigDecimal score) {
        String cursor(CustomerFilter filter) {
            return new PageCursor(filter.fingerprint(), score, code).encode();
        }
    }

    private static List<CustomerView> views(Ledger ledger, List<Hit> hits) {
        AttributeValues values = CustomerRecords.values(ledger);
        Map<Long, CustomerEntity> byId = CustomerEntity.listWithParents(
                        hits.stream().map(Hit::id).toList())
                .stream()
                .collect(Collectors.toMap(entity -> entity.id, Function.identity()));
        return hits.stream()
                .map(hit -> CustomerView.of(Objects.requireNonNull(byId.get(hit.id())), values, List.of()))
                .toList();
    }

    private static List<Hit> hits(
            Connection connection, Ledger ledger, CustomerFilter filter, @Nullable PageCursor after, int count)
            throws SQLException {
        String terms = filter.terms();
        if (terms != null) {
            setLikeness(connection, terms);
        }
        try (PreparedStatement select =
                connection.prepareStatement(terms == null ? byCode(filter, after) : byName(filter, after))) {
            List<Object> values = new ArrayList<>();
            if (terms != null) {
                values.addAll(List.of(terms, terms));
            }
            values.add(ledger.id());
            values.addAll(filter.values());
            if (terms != null) {
                values.add(terms);
            }
            if (after != null) {
                if (after.score() != null) {
                    values.addAll(List.of(after.score(), after.score()));
                }
                values.add(after.code());
            }
            values.add(count);
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            return read(select);
        }
    }

    private static List<Hit> read(PreparedStatement select) throws SQLException {
        List<Hit> hits = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                hits.add(new Hit(row.getLong("id"), row.getString("code"), row.getBigDecimal("score")));
            }
        }
        return hits;
    }

    /** Walks the index on (ledger_id, code) from the cursor on, or takes a more selective one of a condition. */
    private static String byCode(CustomerFilter filter, @Nullable PageCursor after) {
        return """
                select c.id, c.code, null::numeric as score
                  from customer c
                 where c.ledger_id = ?%s%s
                 order by c.code
                 limit ?
                """.formatted(conditions(filter), after == null ? "" : " and c.code > ?");
    }

    /**
     * Finds alike names by the trigram index where the server lets it be used under row-level security, else by a scan of the
     * ledger; sorts all of them.
     */
    private static String byName(CustomerFilter filter, @Nullable PageCursor after) {
        return """
                select id, code, score
                  from (select c.id, c.code,
                               round((0.8 * word_similarity(?, c.name_terms) + 0.2 * similarity(?, c.name_terms))::numeric, 6) as score
                          from customer c
                         where c.ledger_id = ?%s and c.name_terms %%> ?) as alike
                 where true%s
                 order by score desc, code
                 limit ?
                """.formatted(conditions(filter), after == null ? "" : " and (score < ? or score = ? and code > ?)");
    }

    private static String conditions(CustomerFilter filter) {
        return filter.conditions().stream().map(" and "::concat).collect(Collectors.joining());
    }

    private static void setLikeness(Connection connection, String terms) throws SQLException {
        double likeness = SearchableName.isIdeographic(terms) ? LIKENESS_OF_CHARACTERS : LIKENESS_OF_WORDS;
        try (PreparedStatement set =
                connection.prepareStatement("select set_config('pg_trgm.word_similarity_threshold', ?, true)")) {
            set.setString(1, String.valueOf(likeness));
            set.execute();
        }
    }
}
