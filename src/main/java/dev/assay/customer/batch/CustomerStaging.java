package dev.assay.customer.batch;

import dev.assay.customer.content.CustomerDraft;
import dev.assay.customer.content.CustomerJson;
import dev.assay.customer.content.SearchableName;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The temporary table a batch is streamed into, by COPY in text format. It ends with the transaction. */
final class CustomerStaging implements AutoCloseable {

    private static final int BUFFER_CHARACTERS = 1 << 16;

    private final CopyIn copy;
    private final StringBuilder buffer = new StringBuilder(2 * BUFFER_CHARACTERS);

    private CustomerStaging(CopyIn copy) {
        this.copy = copy;
    }

    /** Makes the table; until {@link #finish} the connection can do nothing else. */
    static CustomerStaging open(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    create temp table staged_customer (
                        line        bigint not null,
                        code        text collate "C",
                        parent_code text collate "C",
                        tax_id      text,
                        name_key    text not null,
                        name_terms  text not null,
                        data        jsonb not null
                    ) on commit drop
                    """);
        }
        return new CustomerStaging(
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy staged_customer (line, code, parent_code, tax_id, name_key, name_terms, data) from stdin"));
    }

    void add(long line, CustomerDraft draft) throws SQLException {
        SearchableName searchable = SearchableName.of(draft.name());
        buffer.append(line);
        field(draft.code());
        field(draft.parentCode());
        field(draft.taxId());
        field(searchable.key());
        field(searchable.terms());
        field(CustomerJson.write(draft));
        buffer.append('\n');
        if (buffer.length() > BUFFER_CHARACTERS) {
            send();
        }
    }

    void finish() throws SQLException {
        send();
        copy.endCopy();
    }

    /** Gives up a copy that didn't end, so that the connection can roll back. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void field(@Nullable String value) {
        buffer.append('\t');
        if (value == null) {
            buffer.append("\\N");
            return;
        }
        String text = Objects.requireNonNull(value);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> buffer.append("\\\\");
                case '\t' -> buffer.append("\\t");
                case '\n' -> buffer.append("\\n");
                case '\r' -> buffer.append("\\r");
                default -> buffer.append(c);
            }
        }
    }

    private void send() throws SQLException {
        byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        buffer.setLength(0);
    }
}
