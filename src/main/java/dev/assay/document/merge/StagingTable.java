package dev.assay.document.merge;

import dev.assay.document.content.IncomingAllocation;
import dev.assay.document.content.IncomingDocument;
import dev.assay.platform.database.BinaryCopy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The temporary table of one connection that takes a batch's valid lines by binary COPY, one row per document with its
 * allocations as arrays; it empties itself at the end of the transaction.
 */
public final class StagingTable implements AutoCloseable {
    private static final String CREATE = """
            create temp table if not exists intake (
                line            bigint,
                amount          bigint,
                currency_amount bigint,
                settled         bigint,
                doc_date        date,
                due_date        date,
                delivery_date   date,
                settled_on      date,
                alloc_from      date,
                alloc_to        date,
                kind            smallint,
                disputed        boolean,
                prepaid         boolean,
                content_hash    bytea,
                document_id     text collate "C",
                customer_code   text collate "C",
                currency        text collate "C",
                minor_rate      text,
                order_id        text collate "C",
                target_id       text[],
                target_amount   bigint[],
                target_base     bigint[],
                target_date     date[]
            ) on commit delete rows
            """;
    private static final int COLUMNS = 23;

    private final CopyIn copy;
    private final BinaryCopy rows;
    private final ContentHash hash = new ContentHash();
    private final SeenIds ids = new SeenIds();
    private long size;
    private boolean ended;

    private StagingTable(CopyIn copy) {
        this.copy = copy;
        this.rows = new BinaryCopy(copy);
    }

    /** Starts to fill the connection's staging table; until it is closed the connection takes nothing else. */
    public static StagingTable open(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
        return new StagingTable(connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy intake from stdin with (format binary)"));
    }

    public void add(long line, IncomingDocument document) throws SQLException {
        ids.add(document.id());
        size += 1 + document.allocations().size();
        List<IncomingAllocation> allocations = document.allocations();
        rows.row(COLUMNS);
        rows.bigint(line);
        rows.bigint(document.amount());
        rows.bigint(document.currencyAmount());
        rows.bigint(document.settled());
        rows.date(document.date());
        rows.dateOr(document.dueDate(), Integer.MAX_VALUE);
        rows.dateOr(document.deliveryDate(), Integer.MIN_VALUE);
        rows.dateOr(document.settledOn(), Integer.MAX_VALUE);
        rows.days(allocations.stream()
                .mapToInt(a -> BinaryCopy.day(a.date()))
                .min()
                .orElse(Integer.MAX_VALUE));
        rows.days(allocations.stream()
                .mapToInt(a -> BinaryCopy.day(a.date()))
                .max()
                .orElse(Integer.MIN_VALUE));
        rows.smallint(document.kind().code());
        rows.bool(document.disputed());
        rows.bool(document.prepaid());
        rows.bytes(hash.of(document));
        rows.text(document.id());
        rows.text(document.customerCode());
        rows.text(document.currency());
        rows.text(document.minorRate());
        rows.text(document.orderId());
        if (allocations.isEmpty()) {
            rows.nothing();
            rows.nothing();
            rows.nothing();
            rows.nothing();
        } else {
            rows.texts(allocations, IncomingAllocation::invoiceId);
            rows.bigints(allocations, IncomingAllocation::amount);
            rows.bigints(allocations, IncomingAllocation::baseAmount);
            rows.dates(allocations, IncomingAllocation::date);
        }
    }

    /** How many rows it was given: documents and their allocations. */
    public long size() {
        return size;
    }

    /** The ids of the lines it was given. */
    public SeenIds ids() {
        return ids;
    }

    /** All lines are there. */
    public void end() throws SQLException {
        rows.end();
        ended = true;
    }

    /** Cancels the COPY if it was not ended, so that the connection can be rolled back. */
    @Override
    public void close() throws SQLException {
        if (!ended && copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
