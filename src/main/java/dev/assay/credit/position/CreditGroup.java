package dev.assay.credit.position;

import dev.assay.ledger.Ledger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

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

    /**
     * The group as far as the caller sees it. Parents can't form a ring, and chains are short: both are checked when they are
     * written.
     */
    public static CreditGroup of(Connection connection, Ledger ledger, long customerId) throws SQLException {
        // Up by primary key, down by the index customer_parent.
        try (PreparedStatement query = connection.prepareStatement("""
                with recursive up as (
                    select id, parent_id from customer where id = ? and ledger_id = ?
                    union all
                    select c.id, c.parent_id from up join customer c on c.id = up.parent_id and c.ledger_id = ?),
                down as (
                    select c.id, c.code, 0 as level
                      from customer c
                      join up on up.id = c.id and not exists (select from up above where above.id = up.parent_id)
                    union all
                    select c.id, c.code, down.level + 1
                      from down join customer c on c.ledger_id = ? and c.parent_id = down.id)
                select id, code from down order by level, code
                """)) {
            query.setLong(1, customerId);
            query.setInt(2, ledger.id());
            query.setInt(3, ledger.id());
            query.setInt(4, ledger.id());
            List<Member> members = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    members.add(new Member(row.getLong(1), row.getString(2)));
                }
            }
            return new CreditGroup(members.get(0), members);
        }
    }

    /** Whoever writes about this credit, or decides by it, waits for the others until the transaction ends. */
    public static void lock(Connection connection, long rootId) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                "select 1 from (select pg_advisory_xact_lock(hashtextextended('credit ' || ?, 0))) as locked")) {
            lock.setLong(1, rootId);
            lock.execute();
        }
    }
}
