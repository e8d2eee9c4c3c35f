package dev.assay.customer.batch;

import dev.assay.ledger.Ledger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Writes what is left of the staged customers: a handful of statements, whatever their number. */
final class WriteBatch {

    /** The columns of {@code customer} that a batch changes, and how they come out of the staged JSON. */
    private static final String COLUMNS =
            "name, type, tax_id, industry, region, size, tags, attributes, contacts, parent_id, owner, department, status, version, updated_at, name_key, name_terms";

    private static final String VALUES = """
            w.data ->> 'name', w.data ->> 'type', w.tax_id, w.data ->> 'industry', w.data ->> 'region', w.data ->> 'size',
            array(select jsonb_array_elements_text(w.data -> 'tags')), w.data -> 'attributes', w.data -> 'contacts',
            coalesce(p.id, n.id), w.data ->> 'owner', w.data ->> 'department', w.data ->> 'status', w.new_version,
            ?::timestamptz, w.name_key, w.name_terms""";

    /** A parent is stored already, or comes with the batch. */
    private static final String WITH_PARENT = """
            written_customer w
              left join customer p on p.ledger_id = ? and p.code = w.parent_code
              left join written_customer n on n.code = w.parent_code and n.before_version is null""";

    private static final String RESOLVE = """
            create temp table written_customer on commit drop as
            select s.*, coalesce(c.id, nextval(pg_get_serial_sequence('customer', 'id'))) as id,
                   c.version as before_version, coalesce(c.version, 0) + 1 as new_version, v.data as before
              from staged_customer s
              left join customer c on c.ledger_id = %d and c.code = s.code
              left join customer_version v on v.customer_id = c.id and v.version = c.version
             order by s.line
            """;

    private static final String INSERT = """
            insert into customer (id, ledger_id, code, created_at, %s) overriding system value
            select w.id, ?, w.code, ?::timestamptz, %s
              from %s
             where w.before_version is null
             order by w.line
            """.formatted(COLUMNS, VALUES, WITH_PARENT);

    private static final String UPDATE = """
            update customer c
               set (%s) = row (%s)
              from %s
             where c.id = w.id and w.before_version is not null
            """.formatted(COLUMNS, VALUES, WITH_PARENT);

    private static final String VERSIONS = """
            insert into customer_version (customer_id, version, ledger_id, recorded_at, changed_by, data)
            select id, new_version, ?, ?, ?, data from written_customer order by line
            """;

    private static final String AUDIT = """
            insert into audit (ledger_id, recorded_at, changed_by, entity, key, before, after)
            select ?, ?, ?, 'customer', code, on_record(before, before_version), on_record(data, new_version)
              from written_customer order by line
            """;

    private WriteBatch() {}

    /** @param dropped lines that are not to be written */
    static void run(Connection connection, Ledger ledger, List<Long> dropped, Instant at, String changedBy)
            throws SQLException {
        OffsetDateTime now = at.atOffset(ZoneOffset.UTC);
        update(
                connection,
                "delete from staged_customer where line = any (?)",
                connection.createArrayOf("bigint", dropped.toArray()));
        try (Statement statement = connection.createStatement()) {
            statement.execute(RESOLVE.formatted(ledger.id()));
            statement.execute("analyze written_customer (id, code, parent_code, before_version)");
        }
        update(connection, INSERT, ledger.id(), now, now, ledger.id());
        update(connection, UPDATE, now, ledger.id());
        update(connection, VERSIONS, ledger.id(), now, changedBy);
        update(connection, AUDIT, ledger.id(), now, changedBy);
    }

    /** Lets what reads right after a big batch, such as the documents of a first load, be planned for the customers there now. */
    static void refreshStatistics(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("analyze customer");
        }
    }

    private static void update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
