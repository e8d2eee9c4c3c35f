package dev.assay.customer;

import dev.assay.customer.content.SearchableName;
import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a search on one connection. With a name, those come first that contain it, then the alike ones, most alike
 * first; among equals the shorter name, then the code. Likeness is looked for in narrowing steps, because a trigram index finds the
 * very alike quickly and the vaguely alike hardly faster than a scan; each step finds a beginning of what the next one finds.
 */
final class CustomerHits {

    /** Above all likeness, which is at most 1. */
    private static final BigDecimal CONTAINED = new BigDecimal("2.0");

    private static final double VERY_ALIKE = 0.8;
    /** One wrong letter in a short word leaves 0.4; one wrong character of three 0.66, and of two is no likeness. */
    private static final double LIKENESS_OF_WORDS = 0.4;

    private static final double LIKENESS_OF_CHARACTERS = 0.6;

    private final Connection connection;
    private final Ledger ledger;
    private final CustomerFilter filter;

    CustomerHits(Connection connection, Ledger ledger, CustomerFilter filter) {
        this.connection = connection;
        this.ledger = ledger;
        this.filter = filter;
    }

    /** A customer found, and what orders it among the others. */
    record Hit(long id, String code, @Nullable BigDecimal likeness, int length) {
        PageCursor cursor(String fingerprint) {
            return new PageCursor(fingerprint, likeness, length, code);
        }
    }

    /** At most {@code count} customers that come after a cursor, in order. */
    List<Hit> after(@Nullable PageCursor cursor, int count) throws SQLException {
        String terms = filter.terms();
        if (terms == null) {
            return byCode(cursor, count);
        }
        boolean amongAlike =
                cursor != null && cursor.likeness() != null && cursor.likeness().compareTo(CONTAINED) < 0;
        List<Hit> hits = new ArrayList<>(amongAlike ? List.of() : containing(terms, cursor, count));
        if (hits.size() < count) {
            PageCursor from = amongAlike ? cursor : null;
            List<Hit> alike = alike(terms, VERY_ALIKE, from, count - hits.size());
            if (hits.size() + alike.size() < count) {
                double enough = SearchableName.isIdeographic(terms) ? LIKENESS_OF_CHARACTERS : LIKENESS_OF_WORDS;
                alike = alike(terms, enough, from, count - hits.size());
            }
            hits.addAll(alike);
        }
        return hits;
    }

    /** Walks the index on (ledger_id, code) from the cursor on, or takes a more selective one of a condition. */
    private List<Hit> byCode(@Nullable PageCursor cursor, int count) throws SQLException {
        List<Object> values = values(List.of());
        if (cursor != null) {
            values.add(cursor.code());
        }
        values.add(count);
        return read("""
                select c.id, c.code, null::numeric as likeness, 0 as length
                  from customer c
                 where c.ledger_id = ?%s%s
                 order by c.code
                 limit ?
                """.formatted(conditions(), cursor == null ? "" : " and c.code > ?"), values);
    }

    /** By the trigram index where the server lets it serve under row-level security, else by a scan of the ledger. */
    private List<Hit> containing(String terms, @Nullable PageCursor cursor, int count) throws SQLException {
        List<Object> values = values(List.of(CONTAINED));
        values.add("%" + terms + "%");
        if (cursor != null) {
            values.addAll(List.of(cursor.length(), cursor.code()));
        }
        values.add(count);
        return read(
                """
                select c.id, c.code, ?::numeric as likeness, char_length(c.name_terms) as length
                  from customer c
                 where c.ledger_id = ?%s and c.name_terms like ?%s
                 order by char_length(c.name_terms), c.code
                 limit ?
                """.formatted(conditions(), cursor == null ? "" : " and (char_length(c.name_terms), c.code) > (?, ?)"),
                values);
    }

    /** By the same index; sorts all that reach the likeness. */
    private List<Hit> alike(String terms, double likeness, @Nullable PageCursor cursor, int count) throws SQLException {
        setLikeness(likeness);
        List<Object> values = values(List.of(terms));
        values.addAll(List.of(terms, "%" + terms + "%"));
        if (cursor != null && cursor.likeness() != null) {
            values.addAll(List.of(cursor.likeness().negate(), cursor.length(), cursor.code()));
        }
        values.add(count);
        return read(
                """
                select id, code, likeness, length
                  from (select c.id, c.code, round(word_similarity(?, c.name_terms)::numeric, 4) as likeness,
                               char_length(c.name_terms) as length
                          from customer c
                         where c.ledger_id = ?%s and c.name_terms %%> ? and c.name_terms not like ?) as alike
                 where true%s
                 order by likeness desc, length, code
                 limit ?
                """.formatted(conditions(), cursor == null ? "" : " and (-likeness, length, code) > (?, ?, ?)"),
                values);
    }

    private List<Object> values(List<Object> first) {
        List<Object> values = new ArrayList<>(first);
        values.add(ledger.id());
        values.addAll(filter.values());
        return values;
    }

    private String conditions() {
        return filter.conditions().stream().map(" and "::concat).collect(Collectors.joining());
    }

    private List<Hit> read(String sql, List<Object> values) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            List<Hit> hits = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    hits.add(new Hit(
                            row.getLong("id"),
                            row.getString("code"),
                            row.getBigDecimal("likeness"),
                            row.getInt("length")));
                }
            }
            return hits;
        }
    }

    private void setLikeness(double likeness) throws SQLException {
        try (PreparedStatement set =
                connection.prepareStatement("select set_config('pg_trgm.word_similarity_threshold', ?, true)")) {
            set.setString(1, String.valueOf(likeness));
            set.execute();
        }
    }
}
