package dev.assay.customer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.customer.content.AttributeValues;
import dev.assay.customer.content.CustomerJson;
import dev.assay.customer.content.CustomerStatus;
import dev.assay.customer.content.CustomerType;
import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import dev.assay.platform.problem.ProblemType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Master data in bulk, on the connection of a transaction that entered the ledger. Unknown codes, ids and versions are absent. */
public final class Customers {

    private static final String SELECT = """
            select c.id, c.code, c.version, c.name, c.type, c.tax_id, c.industry, c.region, c.size,
                   to_jsonb(c.tags)::text as tags, c.attributes::text as attributes,
                   p.code as parent_code, c.owner, c.department, c.status
              from customer c
              left join customer p on p.ledger_id = c.ledger_id and p.id = c.parent_id
             where c.ledger_id = ? and\s""";

    /** Most customers have none; a run doesn't parse that a million times. */
    private static final String NO_TAGS = "[]";

    private Customers() {}

    public static Optional<Customer.Identity> find(Connection connection, Ledger ledger, String code)
            throws SQLException {
        return Optional.ofNullable(resolve(connection, ledger, Set.of(code)).get(code));
    }

    /** @throws dev.assay.platform.problem.Problem CUSTOMER_NOT_FOUND */
    public static Customer.Identity require(Connection connection, Ledger ledger, String code) throws SQLException {
        return find(connection, ledger, code)
                .orElseThrow(() -> ProblemType.CUSTOMER_NOT_FOUND.problem("Customer \"" + code
                        + "\" doesn't exist in ledger \"" + ledger.code() + "\"; check the code."));
    }

    /** Which customers codes stand for. */
    public static Map<String, Customer.Identity> resolve(Connection connection, Ledger ledger, Collection<String> codes)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select id, code, version
                  from customer
                 where ledger_id = ? and code = any (?)
                """)) {
            select.setInt(1, ledger.id());
            select.setArray(2, connection.createArrayOf("text", codes.toArray()));
            Map<String, Customer.Identity> found = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            rows.getString(2),
                            new Customer.Identity(rows.getLong(1), rows.getString(2), rows.getInt(3)));
                }
            }
            return found;
        }
    }

    /** Master data as it stands, by id. */
    public static Map<Long, Customer> load(Connection connection, Ledger ledger, Collection<Long> ids)
            throws SQLException {
        return loadWhere(connection, ledger, "c.id = any (?)", connection.createArrayOf("bigint", ids.toArray()));
    }

    /** Master data of one customer as it stands. */
    public static Optional<Customer> load(Connection connection, Ledger ledger, String code) throws SQLException {
        return RoundTrip.alone(connection, trip -> ask(trip, ledger, code));
    }

    /** Master data of one customer as it stands. */
    public static RoundTrip.Answer<Optional<Customer>> ask(RoundTrip trip, Ledger ledger, String code) {
        // By the index of codes; the parent by primary key.
        return trip.ask(
                SELECT + "c.code = ?",
                rows -> read(rows, ledger).values().stream().findFirst(),
                ledger.id(),
                code);
    }

    /**
     * Master data of all customers of one partition of the documents that aren't archived, and match.
     *
     * @param condition over {@code customer c}, with a {@code ?} for each value
     */
    public static Map<Long, Customer> inPartition(
            Connection connection, Ledger ledger, int partition, String condition, List<Object> values)
            throws SQLException {
        // By the index customer_document_partition.
        String sql =
                SELECT + "c.document_partition = " + partition + " and c.status <> 'ARCHIVED' and (" + condition + ")";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, ledger.id());
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 2, values.get(i));
            }
            return read(select, ledger);
        }
    }

    private static Map<Long, Customer> loadWhere(Connection connection, Ledger ledger, String condition, Array keys)
            throws SQLException {
        // By an index from the array; parents by primary key.
        try (PreparedStatement select = connection.prepareStatement(SELECT + condition)) {
            select.setInt(1, ledger.id());
            select.setArray(2, keys);
            return read(select, ledger);
        }
    }

    /**
     * Master data as it stood at given versions: what a replay reads.
     *
     * @param versions version by customer id
     */
    public static Map<Long, Customer> loadAt(Connection connection, Ledger ledger, Map<Long, Integer> versions)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select v.customer_id as id, v.data ->> 'code' as code, v.version, v.data ->> 'name' as name,
                       v.data ->> 'type' as type, v.data ->> 'taxId' as tax_id, v.data ->> 'industry' as industry,
                       v.data ->> 'region' as region, v.data ->> 'size' as size, v.data ->> 'tags' as tags,
                       v.data ->> 'attributes' as attributes, v.data ->> 'parentCode' as parent_code,
                       v.data ->> 'owner' as owner, v.data ->> 'department' as department, v.data ->> 'status' as status
                  from unnest(?::bigint[], ?::int[]) as wanted (id, version)
                  join customer_version v on v.customer_id = wanted.id and v.version = wanted.version
                 where v.ledger_id = ?
                """)) {
            Map<Long, Integer> ordered = new TreeMap<>(versions);
            select.setArray(
                    1, connection.createArrayOf("bigint", ordered.keySet().toArray()));
            select.setArray(2, connection.createArrayOf("int", ordered.values().toArray()));
            select.setInt(3, ledger.id());
            return read(select, ledger);
        }
    }

    /** The version of a customer's master data that was known at an instant; the first one for instants before it. */
    public static int versionAt(Connection connection, Ledger ledger, long customerId, Instant knownAt)
            throws SQLException {
        // A handful of rows by primary key.
        try (PreparedStatement select = connection.prepareStatement("""
                select coalesce(max(version) filter (where recorded_at <= ?), min(version))
                  from customer_version
                 where customer_id = ? and ledger_id = ?
                """)) {
            select.setObject(1, knownAt.atOffset(ZoneOffset.UTC));
            select.setLong(2, customerId);
            select.setInt(3, ledger.id());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static Map<Long, Customer> read(PreparedStatement select, Ledger ledger) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            return read(rows, ledger);
        }
    }

    private static Map<Long, Customer> read(ResultSet row, Ledger ledger) throws SQLException {
        AttributeValues values = new AttributeValues(ledger.attributeDefinitions());
        Map<Long, Customer> customers = new HashMap<>();
        while (row.next()) {
            customers.put(row.getLong("id"), customer(row, values));
        }
        return customers;
    }

    private static Customer customer(ResultSet row, AttributeValues values) throws SQLException {
        Set<String> tags = new HashSet<>();
        String written = row.getString("tags");
        if (!written.equals(NO_TAGS)) {
            for (JsonNode tag : CustomerJson.read(written, JsonNode.class)) {
                tags.add(tag.textValue());
            }
        }
        return new Customer(
                row.getLong("id"),
                row.getString("code"),
                row.getInt("version"),
                row.getString("name"),
                CustomerType.valueOf(row.getString("type")),
                row.getString("tax_id"),
                row.getString("industry"),
                row.getString("region"),
                row.getString("size"),
                tags,
                values.stored(row.getString("attributes")),
                row.getString("parent_code"),
                row.getString("owner"),
                row.getString("department"),
                CustomerStatus.valueOf(row.getString("status")));
    }
}
