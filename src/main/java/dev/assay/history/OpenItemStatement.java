package dev.assay.history;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The raw columns of a credit position as of today, from the rows of {@code open_item} alone (V170): the same figures as {@link
 * HistoryStatement} gives, for a small part of its cost, and one text for all customers.
 *
 * <p>Plan: {@code open_item} by customer, by primary key; customers by theirs.
 */
final class OpenItemStatement {

    static final Set<RawColumn> COLUMNS = EnumSet.of(
            RawColumn.OPEN,
            RawColumn.OPEN_PREPAID,
            RawColumn.ITEM_DAYS,
            RawColumn.ITEM_OPEN,
            RawColumn.OPEN_ORDERS,
            RawColumn.UNAPPLIED);

    /** Whether a customer has allocations dated after the date: its figures must be read from the documents. */
    static final String STRADDLES = "straddles";

    private static final String OVERDUE = "kind = 2 and open > 0 and (disputed or due_date < :asOf)";

    private static final String TEXT =
            """
            select c.id, c.code, %s, coalesce(s.straddles, false) as straddles
              from customer c
              left join (
                select customer_id, bool_or(alloc_to > :asOf) as straddles,
                       sum_minor(open) filter (where kind = 2 and open > 0) as open,
                       sum_minor(open) filter (where kind = 2 and open > 0 and prepaid) as open_prepaid,
                       array_agg(case when disputed then -1 else :asOf - due_date end) filter (where %2$s) as item_days,
                       array_agg(open) filter (where %2$s) as item_open,
                       sum_minor(open) filter (where kind = 1 and delivery_date <= :asOf + :horizon) as open_orders,
                       sum_minor(case when kind = 2 then -open else open end)
                         filter (where kind >= 3 or kind = 2 and open < 0) as unapplied
                  from open_item
                 where customer_id = any(:customers) and ledger_id = :ledger and doc_date <= :asOf
                 group by customer_id) s on s.customer_id = c.id
             where c.ledger_id = :ledger and c.id = any(:customers)
            """.formatted(COLUMNS.stream().sorted().map(RawColumn::result).collect(Collectors.joining(", ")), OVERDUE);

    static final NamedParameters STATEMENT = NamedParameters.of(TEXT, PaymentHistories.TYPES);

    private OpenItemStatement() {}
}
