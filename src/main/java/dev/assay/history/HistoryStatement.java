package dev.assay.history;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one SQL statement that turns documents into raw columns, for any set of customers.
 *
 * <p>Plan: one scan of the documents (an index scan for a list of customers, a sequential scan of a partition for a bulk chunk),
 * one hash aggregate by customer, joined to the customers so that those without documents get a row too. Whatever the as-of date
 * has closed is dropped before it is grouped. Allocations are read only for the few documents whose cache doesn't answer.
 */
final class HistoryStatement {

    /** Which customers: the only part that differs between one customer, a list and a bulk chunk. */
    record Scope(String suffix, String customers, String documents) {

        /** Listed customers that lie in one partition. */
        static Scope listedIn(int partition) {
            return new Scope(
                    DocumentPartition.suffix(partition), "c.id = any(:customers)", "d.customer_id = any(:customers)");
        }

        /** Listed customers, wherever they lie. */
        static Scope listed() {
            return new Scope("", "c.id = any(:customers)", "d.customer_id = any(:customers)");
        }

        /** All customers of a partition, by reading all of it: for a ledger that owns most of the partition. */
        static Scope whole(int partition) {
            return new Scope(DocumentPartition.suffix(partition), "c.document_partition = " + partition, "true");
        }

        /** All customers of a partition, by their index: for a ledger that owns little of the partition. */
        static Scope sparse(int partition) {
            return new Scope(DocumentPartition.suffix(partition), "c.document_partition = " + partition, """
                d.customer_id = any(array(
                  select id from customer where ledger_id = :ledger and document_partition = %d))""".formatted(
                            partition));
        }
    }

    /**
     * What each document still has to say at the date. {@code rest}: open (invoice, order; negative: surplus) or unapplied (payment,
     * credit note); {@code paid_on}: when nothing was left, later than the date if something is. What an invoice was open in the
     * window is told by {@code span} if it was open in full until it was closed on one day, else by {@code steps}: see
     * {@link DayBalances}.
     */
    private static final String STANDING = """
        select d.customer_id, d.kind, d.amount, d.doc_date, d.due_date, d.disputed, d.prepaid,
          case
            when d.settled_at <= :knownAt or d.kind <> 2 then d.paid_on
            when d.alloc_from > :asOf then 'infinity'
            else (
              select least(d.settled_on, min(r.alloc_date) filter (where r.settled >= d.amount))
              from (
                select a.alloc_date,
                  coalesce(round(sum(a.amount) filter (where a.currency = d.currency) over running * d.minor_rate), 0)
                  + coalesce(sum(a.base_amount) filter (where a.currency <> d.currency) over running, 0) as settled
                from {allocation} a
                where a.customer_id = d.customer_id and a.target_key = d.key and a.ledger_id = :ledger
                  and a.alloc_date <= :asOf and a.recorded_at <= :knownAt and a.superseded_at > :knownAt
                window running as (order by a.alloc_date)) r)
          end as paid_on,
          case
            when d.alloc_from > :asOf then d.amount
            when d.kind >= 3 then case
              when d.alloc_to <= :asOf and d.currency_amount = d.amount then d.amount - d.settled
              when d.alloc_to <= :asOf and d.currency_amount < d.amount and d.settled = d.amount then 0
              else (
                select cast(round((d.currency_amount - coalesce(sum(a.amount), 0)) * d.minor_rate) as bigint)
                from {allocation} a
                where a.customer_id = d.customer_id and a.source_key = d.key and a.ledger_id = :ledger
                  and a.alloc_date <= :asOf and a.recorded_at <= :knownAt and a.superseded_at > :knownAt) end
            when d.settled_at <= :knownAt and d.alloc_to <= :asOf then d.amount - d.settled
            when d.settled_at <= :knownAt and d.paid_on <= :asOf and d.settled <= d.amount then 0
            else d.amount - (
              select cast(case when d.settled_on <= :asOf then d.amount else 0 end
                + coalesce(round(sum(a.amount) filter (where a.currency = d.currency) * d.minor_rate), 0)
                + coalesce(sum(a.base_amount) filter (where a.currency <> d.currency), 0) as bigint)
              from {allocation} a
              where a.customer_id = d.customer_id and a.target_key = d.key and a.ledger_id = :ledger
                and a.alloc_date <= :asOf and a.recorded_at <= :knownAt and a.superseded_at > :knownAt)
          end as rest,
          case
            when d.kind <> 2 or d.paid_on <= :asOf - 364 and d.settled_at <= :knownAt then null
            when d.alloc_from > :asOf then greatest(d.doc_date - (:asOf - 364), 0) * 512 + 511
            when d.alloc_from = d.alloc_to and d.settled >= d.amount and d.settled_at <= :knownAt then
              case when d.alloc_to > greatest(d.doc_date, :asOf - 364)
                then greatest(d.doc_date - (:asOf - 364), 0) * 512 + (d.alloc_to - (:asOf - 364)) end
          end as span,
          case
            when d.kind <> 2 or d.paid_on <= :asOf - 364 and d.settled_at <= :knownAt then null
            when d.alloc_from > :asOf then null
            when d.alloc_from = d.alloc_to and d.settled >= d.amount and d.settled_at <= :knownAt then null
            else (
              select concat_ws(' ', d.doc_date - (:asOf - 364), d.amount,
                string_agg(concat_ws(' ', r.alloc_date - (:asOf - 364), greatest(0, d.amount - r.settled)), ' '
                  order by r.alloc_date),
                case when d.settled_on <= :asOf then concat_ws(' ', d.settled_on - (:asOf - 364), 0) end)
              from (
                select a.alloc_date,
                  coalesce(round(sum(a.amount) filter (where a.currency = d.currency) over running * d.minor_rate), 0)
                  + coalesce(sum(a.base_amount) filter (where a.currency <> d.currency) over running, 0) as settled
                from {allocation} a
                where a.customer_id = d.customer_id and a.target_key = d.key and a.ledger_id = :ledger
                  and a.alloc_date <= least(:asOf, d.settled_on - 1) and a.recorded_at <= :knownAt
                  and a.superseded_at > :knownAt
                window running as (order by a.alloc_date)) r)
          end as steps
        from {document} d
        where (d.kind <> 4 or d.settled <> d.amount or d.alloc_to > :asOf or d.currency_amount > d.amount)
          and d.superseded_at > :knownAt and d.recorded_at <= :knownAt and d.doc_date <= :asOf
          and d.ledger_id = :ledger and d.amount > 0
          and (d.kind <> 1 or not d.prepaid and d.delivery_date <= :asOf + :horizon
            and (d.settled < d.amount or d.alloc_to > :asOf or d.settled_at > :knownAt))
          and {documents}
        offset 0""";

    /** The flags and amounts that the aggregates read, null where a document has no part in them: aggregates skip null. */
    private static final String FLAGGED = """
        select customer_id, amount, prepaid, span, steps,
          case when kind = 2 then doc_date end as bought_on,
          case when kind = 3 and doc_date > :asOf - 365 then doc_date end as credited_on,
          case when kind = 2 and doc_date > :asOf - 365 then doc_date - (:asOf - 364) end as day,
          case when kind = 2 and rest > 0 then rest end as open,
          case when kind = 2 and rest > 0 then case
            when disputed then -1 when due_date < :asOf then :asOf - due_date end end as overdue_days,
          case when kind = 2 and not disputed and paid_on <= :asOf and paid_on > :asOf - 365 then amount end as paid,
          case when kind = 2 and not disputed and due_date < 'infinity' and case
            when paid_on <= :asOf then paid_on > :asOf - 365 else due_date < :asOf end
            then least(paid_on, :asOf) - due_date end as late_days,
          case kind
            when 2 then case when doc_date > :asOf - 365 then 1 when doc_date > :asOf - 730 then 3 else 5 end
            when 3 then case when doc_date > :asOf - 365 then 2 when doc_date > :asOf - 730 then 4 else 6 end end as flow,
          case when kind = 1 and rest > 0 then rest end as open_order,
          case when kind >= 3 then rest when kind = 2 and rest < 0 then -rest end as unapplied
        from (
        %s) standing
        offset 0""".formatted(STANDING);

    private HistoryStatement() {}

    /** Customer id, code, then the columns in the order of {@link RawColumn}. */
    static String text(Set<RawColumn> columns, Scope scope) {
        List<RawColumn> aggregates =
                columns.stream().filter(RawColumn::isAggregate).sorted().toList();
        String results =
                columns.stream().sorted().map(column -> ", " + column.result()).collect(Collectors.joining());
        String sums =
                aggregates.stream().map(column -> ", " + column.aggregate()).collect(Collectors.joining());
        String text = "select c.id, c.code" + results + "\nfrom customer c\n"
                + (aggregates.isEmpty()
                        ? ""
                        : "left join (select customer_id" + sums + "\nfrom (\n" + FLAGGED
                                + ") flagged\ngroup by customer_id) s on s.customer_id = c.id\n")
                + "where c.ledger_id = :ledger and {customers}";
        return text.replace("{document}", "document" + scope.suffix())
                .replace("{allocation}", "allocation" + scope.suffix())
                .replace("{documents}", scope.documents())
                .replace("{customers}", scope.customers());
    }
}
