package dev.assay.credit.position;

import dev.assay.ledger.Ledger;
import dev.assay.platform.database.RoundTrip;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A customer, and all that stand above and below it.
 *
 * @param root the topmost
 * @param members all of them, the topmost first, then by code
 */
public record CreditGroup(Member root, List<Member> members) {

    /** A customer of the group. */
    public record Member(long id, String code) {}

    /** The ids of all members. */
    public List<Long> ids() {
        return members.stream().map(Member::id).toList();
    }

    /** Most customers stand alone: by the code, and by the index customer_parent. */
    private static final String ALONE = """
            select c.id, c.code,
                   c.parent_id is null
                     and not exists (select from customer child where child.ledger_id = ? and child.parent_id = c.id) as alone
              from customer c where c.ledger_id = ? and c.code = ?
            """;

    /** The same, locked if it stands alone. */
    private static final String LOCK_ALONE = """
            select id, code, alone, case when alone then pg_advisory_xact_lock(hashtextextended('credit ' || id, 0)) end
              from (%s) as found
            """.formatted(ALONE + " offset 0");

    /** Up by the code and primary keys, down by the index customer_parent. */
    private static final String SELECT = """
            with recursive up as (
                select id, parent_id from customer where ledger_id = ? and code = ?
                union all
                select c.id, c.parent_id from up join customer c on c.id = up.parent_id and c.ledger_id = ?),
            down as (
                select c.id, c.code, 0 as level
                  from customer c
                  join up on up.id = c.id and not exists (select from up above where above.id = up.parent_id)
                union all
                select c.id, c.code, down.level + 1
                  from down join customer c on c.ledger_id = ? and c.parent_id = down.id)
            """;

    /** The topmost first; it alone is locked. */
    private static final String LOCK = SELECT + """
            , locked as materialized (
                select pg_advisory_xact_lock(hashtextextended('credit ' || id, 0)) from down where level = 0)
            select id, code from down cross join (select count(*) from locked) as waited order by level, code
            """;

    private static final String LOOK = SELECT + "select id, code from down order by level, code";

    /**
     * The group as far as the caller sees it; absent if there is no such customer. Parents can't form a ring, and chains are short:
     * both are checked when they are written.
     */
    public static RoundTrip.Answer<Optional<CreditGroup>> ask(RoundTrip trip, Ledger ledger, String code) {
        return ask(trip, ledger, code, ALONE, LOOK);
    }

    /**
     * The same, locked: whoever writes about this credit, or decides by it, waits for the others until the transaction ends. What is
     * decided by must be read in a later statement.
     */
    public static RoundTrip.Answer<Optional<CreditGroup>> askLocked(RoundTrip trip, Ledger ledger, String code) {
        return ask(trip, ledger, code, LOCK_ALONE, LOCK);
    }

    private static RoundTrip.Answer<Optional<CreditGroup>> ask(
            RoundTrip trip, Ledger ledger, String code, String alone, String whole) {
        return trip.ask(
                alone,
                row -> {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    Member found = new Member(row.getLong(1), row.getString(2));
                    return row.getBoolean(3)
                            ? Optional.of(new CreditGroup(found, List.of(found)))
                            : RoundTrip.alone(trip.connection(), all -> askWhole(all, ledger, code, whole));
                },
                ledger.id(),
                ledger.id(),
                code);
    }

    private static RoundTrip.Answer<Optional<CreditGroup>> askWhole(
            RoundTrip trip, Ledger ledger, String code, String sql) {
        return trip.ask(sql, CreditGroup::read, ledger.id(), code, ledger.id(), ledger.id());
    }

    /** Takes the lock of a customer's group. */
    public static void lock(Connection connection, Ledger ledger, String code) throws SQLException {
        var unused = RoundTrip.alone(connection, trip -> askLocked(trip, ledger, code));
    }

    private static Optional<CreditGroup> read(ResultSet row) throws SQLException {
        List<Member> members = new ArrayList<>();
        while (row.next()) {
            members.add(new Member(row.getLong(1), row.getString(2)));
        }
        return members.isEmpty() ? Optional.empty() : Optional.of(new CreditGroup(members.get(0), members));
    }
}
