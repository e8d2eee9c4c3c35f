package dev.assay.bench;

import dev.assay.ledger.Ledger;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills one ledger with three years of documents inside the database, at millions of rows a minute: what measuring metrics and bulk
 * runs needs, past the intake.
 *
 * <p>For each invoice about 2.4 document versions and 1.3 allocations: a payment for nearly all, in two parts for 8 %, an order for
 * 25 %, a credit note for 5 %, a correction for 6 %. Customers' sizes are skewed (the largest has about 0.4 % of everything), a tenth
 * bills in a foreign currency, each pays after its own habit. Rows lie in the order in which they were recorded. The same arguments
 * give the same ledger.
 */
public final class GenerateLedger {

    /** The last day of the generated documents, unless told otherwise. */
    public static final LocalDate LAST_DAY = LocalDate.of(2024, 12, 31);

    private static final String CHANCE = """
            create or replace function pg_temp.chance(n bigint, seed bigint) returns float8 language sql immutable
            return (hashint8extended(n, seed) & 1073741823) / 1073741824.0::float8""";

    private static final String CUSTOMERS = """
            insert into customer (ledger_id, code, name, industry, region, created_at, updated_at)
            select :ledger, 'B' || lpad(i::text, 8, '0'), 'Customer ' || i, (array['RETAIL','STEEL','FOOD'])[1 + i % 3],
              (array['EAST','WEST','NORTH','SOUTH'])[1 + i % 4], timestamptz '2022-01-01', timestamptz '2022-01-01'
            from generate_series(1, :customers) i""";

    /** As the service writes them: a decision is explained with the master data of the version that it read. */
    private static final String CUSTOMER_VERSIONS = """
            insert into customer_version (customer_id, version, ledger_id, recorded_at, changed_by, data)
            select id, version, ledger_id, created_at, 'generator',
              jsonb_build_object('code', code, 'name', name, 'type', type, 'industry', industry, 'region', region,
                'tags', '[]'::jsonb, 'attributes', '{}'::jsonb, 'contacts', '[]'::jsonb, 'status', status, 'version', version)
            from customer where ledger_id = :ledger""";

    /** One row for each invoice, with everything that follows from it; k-th documents of invoice n have the key first + 8 n + k. */
    private static final String BASE = """
            create temp table base as
            select n, customer, key, doc_date, due, currency, rate, currency_amount, round(currency_amount * rate)::bigint amount,
              disputed, prepaid, split, over, has_order, order_more, corrected,
              case when chance(n, 11) < 0.05 then currency_amount / 5 else 0 end as returned,
              case when paid <= :last then paid end as paid,
              case when split and paid + 20 <= :last then paid + 20 end as paid_rest
            from (
              select n, customer, :firstKey + n * 8 as key, doc_date, disputed, prepaid,
                case when chance(n, 5) < 0.02 then 'infinity' else doc_date + terms end as due,
                case when foreigner then 'EUR' else 'CNY' end as currency,
                case when foreigner then 7.85 else 1 end::numeric as rate,
                (5000 + 500000 * power(chance(n, 3), 4) * (0.2 + power(chance(customer, 4), 3) * 4))::bigint as currency_amount,
                case when chance(n, 8) < 0.02 then date '2999-01-01' else doc_date + greatest(0, terms
                  + (chance(customer, 9) * 40 - 12 + (chance(n, 10) - 0.5) * 30
                  + case when chance(n, 15) < 0.04 then 90 else 0 end)::int) end as paid,
                chance(n, 16) < 0.08 as split, chance(n, 17) < 0.01 as over,
                chance(n, 12) < 0.25 as has_order, chance(n, 14) < 0.2 as order_more, chance(n, 13) < 0.06 as corrected
              from (
                select n, customer, doc_date, terms, chance(customer, 18) < 0.1 as foreigner,
                  chance(n, 6) < 0.015 as disputed, chance(customer, 7) < 0.03 as prepaid
                from (
                  select n, :firstCustomer + floor(:customers * power(chance(n, 1), 2.5))::bigint as customer,
                    :last - 1095 + (1096 * (n - 1) / :invoices)::int as doc_date,
                    (array[14, 30, 30, 30, 45, 60, 90])[1 + floor(7 * chance(n, 2))::int] as terms
                  from generate_series(1, :invoices) n) a) b) c""";

    /** What was applied to each invoice: 3 a credit note, 4 the payment or its first part, 5 the rest. */
    private static final String PARTS = """
            create temp table part as
            select b.key, b.customer, b.currency, b.rate, p.k, p.day, p.applied, p.amount
            from base b
            cross join lateral (values
              (3, least(doc_date + 10, paid), returned, returned),
              (4, paid, case when split then (currency_amount - returned) * 2 / 5 else currency_amount - returned end,
                case when split then (currency_amount - returned) * 2 / 5 else currency_amount - returned end
                + case when over then 5000 else 0 end),
              (5, paid_rest, currency_amount - returned - (currency_amount - returned) * 2 / 5,
                currency_amount - returned - (currency_amount - returned) * 2 / 5)) p (k, day, applied, amount)
            where p.day <= :last and p.applied > 0 and (b.split or p.k <> 5)""";

    private static final String CACHES = """
            create temp table cache as
            select key, round(sum(applied) * min(rate))::bigint as settled, min(day) as alloc_from, max(day) as alloc_to
            from part group by key""";

    private static final String DOCUMENTS = """
            insert into document
            select customer, key, recorded_at, superseded_at, settled_at, amount, settled, doc_date, due, paid_on, alloc_from,
              alloc_to, delivery_date, 'infinity', :ledger, kind, disputed, prepaid, currency, currency_amount, order_key, 0, rate
            from (
              select customer, key, doc_date + case when corrected then 5 else 0 end + interval '12 hours' as recorded_at,
                'infinity'::timestamptz as superseded_at, coalesce(alloc_to + interval '13 hours', '-infinity') as settled_at,
                amount, coalesce(settled, 0) as settled, doc_date, due,
                case when settled >= amount then alloc_to else 'infinity' end as paid_on,
                coalesce(alloc_from, 'infinity') as alloc_from, coalesce(alloc_to, '-infinity') as alloc_to,
                '-infinity'::date as delivery_date, 2 as kind, disputed, prepaid, currency, currency_amount,
                case when has_order then key + 1 else 0 end as order_key, rate
              from base left join cache using (key)
              union all
              select customer, key, doc_date + interval '12 hours', doc_date + 5 + interval '12 hours',
                coalesce(case when alloc_from < doc_date + 5 then alloc_from + interval '13 hours' end, '-infinity'),
                round((currency_amount + 1000) * rate), 0, doc_date, due, 'infinity', coalesce(alloc_from, 'infinity'),
                coalesce(alloc_to, '-infinity'), '-infinity', 2, not disputed, prepaid, currency, currency_amount + 1000,
                case when has_order then key + 1 else 0 end, rate
              from base left join cache using (key)
              where corrected and coalesce(alloc_from >= doc_date + 5, true)
              union all
              select customer, key + 1, doc_date - 10 + interval '11 hours', 'infinity', doc_date + 5 + interval '12 hours',
                round(ordered * rate), amount, doc_date - 10, 'infinity',
                case when round(ordered * rate) <= amount then doc_date else 'infinity' end, doc_date, doc_date, doc_date,
                1, false, prepaid, currency, ordered, 0, rate
              from (select *, case when order_more then currency_amount * 13 / 10 else currency_amount end as ordered from base) o
              where has_order
              union all
              select customer, key + k, day + interval '13 hours', 'infinity', '-infinity', round(amount * rate),
                round(applied * rate), day, 'infinity', 'infinity', day, day, '-infinity',
                case when k = 3 then 3 else 4 end, false, false, currency, amount, 0, rate
              from part
            ) version
            order by recorded_at""";

    /** As the merge of batches keeps them. */
    private static final String OPEN_ITEMS = """
            insert into open_item
            select * from open_item_by_documents where ledger_id = :ledger and (open <> 0 or alloc_to > :last)
            order by customer_id, key""";

    private static final String ALLOCATIONS = """
            insert into allocation
            select customer, target, source, recorded_at, superseded_at, amount, round(amount * rate)::bigint, day, :ledger, currency
            from (
              select customer, key as target, key + k as source, day + interval '13 hours' as recorded_at,
                'infinity'::timestamptz as superseded_at, applied as amount, day, currency, rate
              from part
              union all
              select customer, key + 1, key, doc_date + case when corrected then 5 else 0 end + interval '12 hours', 'infinity',
                currency_amount, doc_date, currency, rate
              from base where has_order
              union all
              select b.customer, b.key + 1, b.key, doc_date + interval '12 hours', doc_date + 5 + interval '12 hours',
                currency_amount + 1000, doc_date, b.currency, b.rate
              from base b left join cache c using (key)
              where has_order and corrected and coalesce(c.alloc_from >= doc_date + 5, true)
            ) version
            order by recorded_at""";

    private static final String KEYS = """
            insert into document_key (ledger_id, document_id, key, customer_id, kind, content_hash) overriding system value
            select :ledger, 'G' || key, key, customer_id, kind, sha256(int8send(key))
            from document where ledger_id = :ledger and superseded_at = 'infinity'""";

    private static final String FEEDS = """
            insert into document_batch (ledger_id, recorded_at, accepted, unchanged, corrected, rejected, sent_by)
            select :ledger, day + interval '20 hours', 0, 0, 0, 0, 'generator'
            from generate_series(:last - 1095::int, :last::timestamp, interval '1 day') day""";

    private static final String CLOCK = """
            insert into ledger_clock values (:ledger, :last + interval '20 hours')
            on conflict (ledger_id) do update set recorded_at = excluded.recorded_at""";

    private final Connection connection;
    private final int ledger;
    private final PrintStream out;

    /** @param connection outside of a transaction's work, in time zone UTC; it enters the ledger by itself */
    public GenerateLedger(Connection connection, int ledger, PrintStream out) {
        this.connection = connection;
        this.ledger = ledger;
        this.out = out;
    }

    /** Settings as {@code name=value}: url, user, password, ledger (its code), customers, invoices, lastDay. */
    public static void main(String[] arguments) throws SQLException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "user",
                "assay",
                "password",
                "",
                "ledger",
                "bench",
                "customers",
                "1000000",
                "invoices",
                "8400000",
                "lastDay",
                LAST_DAY.toString()));
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            settings.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        try (Connection connection =
                DriverManager.getConnection(settings.get("url"), settings.get("user"), settings.get("password"))) {
            connection.setAutoCommit(false);
            new GenerateLedger(connection, ledgerId(connection, settings.get("ledger")), System.out)
                    .fill(
                            Long.parseLong(settings.get("customers")),
                            Long.parseLong(settings.get("invoices")),
                            LocalDate.parse(settings.get("lastDay")));
            connection.commit();
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("vacuum (analyze)");
            }
        }
    }

    static int ledgerId(Connection connection, String code) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select id from ledger where code = ?")) {
            statement.setString(1, code);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalArgumentException(
                            "There is no ledger " + code + "; create it with PUT /api/v1/ledgers/" + code);
                }
                return rows.getInt(1);
            }
        }
    }

    /** A ledger as the programs that measure it need it. */
    public static Ledger generated(int id, String code) {
        return new Ledger(
                id,
                code,
                "Bench",
                Currency.getInstance("CNY"),
                ZoneId.of("Asia/Shanghai"),
                new Ledger.CustomerCodeRule(".*", "B", 8),
                Ledger.DuplicatePolicy.WARN,
                new BigDecimal("100"),
                new BigDecimal("0.01"),
                90,
                Ledger.Guard.NONE,
                List.of(),
                List.of(),
                0);
    }

    /** Adds the customers and everything that follows from that many invoices, in the connection's transaction. */
    public void fill(long customers, long invoices, LocalDate lastDay) throws SQLException {
        Map<String, String> values = new HashMap<>(Map.of(
                "ledger", String.valueOf(ledger),
                "customers", customers + "::bigint",
                "invoices", invoices + "::bigint",
                "last", "date '" + lastDay + "'"));
        run("settings", "select set_config('assay.ledger', '" + ledger + "', true)", values);
        run("settings", "set local timezone = 'UTC'", values);
        run("settings", "set local work_mem = '512MB'", values);
        run("functions", CHANCE, values);
        run("customers", CUSTOMERS, values);
        run("versions of customers", CUSTOMER_VERSIONS, values);
        values.put("firstCustomer", number("select min(id) from customer where code = 'B00000001'") + "::bigint");
        // keys are unique over all ledgers, of which this transaction sees one
        values.put("firstKey", number("select nextval(pg_get_serial_sequence('document_key', 'key'))") + "::bigint");
        run("invoices", BASE.replace("chance(", "pg_temp.chance("), values);
        run("parts", PARTS, values);
        run("caches", CACHES, values);
        run("documents", DOCUMENTS, values);
        run("allocations", ALLOCATIONS, values);
        run("keys", KEYS, values);
        number("select setval(pg_get_serial_sequence('document_key', 'key'), (select max(key) from document_key))");
        run("open items", OPEN_ITEMS, values);
        run("feeds", FEEDS, values);
        run("clock", CLOCK, values);
        run("clean up", "drop table base, part, cache", values);
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void run(String what, String sql, Map<String, String> values) throws SQLException {
        String text = sql;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replaceAll("(?<!:):" + value.getKey() + "\\b", value.getValue());
        }
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(text);
            if (!rows && statement.getUpdateCount() > 0) {
                out.printf(
                        "%-12s %,12d rows %6.1f s%n",
                        what, statement.getUpdateCount(), (System.nanoTime() - start) / 1e9);
            }
        }
    }
}
