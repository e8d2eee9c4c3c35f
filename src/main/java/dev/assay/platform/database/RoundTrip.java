package dev.assay.platform.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Statements that go to the database together: their answers come back in one round trip, however many they are. They run in the
 * order in which they were asked; each sees what those before it wrote. Used once.
 */
public final class RoundTrip {

    /** Reads the answer of one statement, which isn't null; may use the connection again. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** Asks one question. */
    @FunctionalInterface
    public interface Asking<T> {
        Answer<T> ask(RoundTrip trip) throws SQLException;
    }

    /** A statement, and what it answered. */
    public static final class Answer<T> {
        private final String sql;
        private final @Nullable Reader<T> reader;
        private final @Nullable Object[] values;
        private @Nullable T answer;

        private Answer(String sql, @Nullable Reader<T> reader, @Nullable Object[] values) {
            this.sql = sql;
            this.reader = reader;
            this.values = values;
        }

        /** An answer that needs no question. */
        public static <T> Answer<T> known(T answer) {
            Answer<T> known = new Answer<>("", null, new Object[0]);
            known.answer = answer;
            return known;
        }

        /** Whether {@link #get} has an answer already. */
        public boolean isKnown() {
            return answer != null;
        }

        private void read(Statement statement, boolean rows) throws SQLException {
            if (rows != (reader != null)) {
                throw new IllegalStateException(
                        "A statement of a round trip gives rows or doesn't, unlike it says: " + sql);
            }
            if (reader != null) {
                try (ResultSet given = statement.getResultSet()) {
                    answer = reader.read(given);
                }
            }
        }

        /** @throws IllegalStateException before the trip was made */
        public T get() {
            if (answer == null) {
                throw new IllegalStateException("The round trip wasn't made");
            }
            return answer;
        }
    }

    private final Connection connection;
    private final List<Answer<?>> questions = new ArrayList<>();

    public RoundTrip(Connection connection) {
        this.connection = connection;
    }

    public Connection connection() {
        return connection;
    }

    /**
     * Adds a statement that gives rows: a query, or one that writes and returns.
     *
     * @param values of its parameters, in their order; an array by {@link #array}
     */
    public <T> Answer<T> ask(String sql, Reader<T> reader, @Nullable Object... values) {
        Answer<T> answer = new Answer<>(sql, reader, values);
        questions.add(answer);
        return answer;
    }

    /** Adds a statement that gives no rows and takes no parameters. */
    public void tell(String sql) {
        questions.add(new Answer<>(sql, null, new Object[0]));
    }

    /** An array as a parameter. */
    public Array array(String type, Object... elements) throws SQLException {
        return connection.createArrayOf(type, elements);
    }

    /** Sends all of them and reads their answers. */
    public void make() throws SQLException {
        String sql = questions.stream().map(each -> each.sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(1);
            int parameter = 0;
            for (Answer<?> question : questions) {
                for (Object value : question.values) {
                    statement.setObject(++parameter, value);
                }
            }
            boolean rows = statement.execute();
            for (Answer<?> question : questions) {
                question.read(statement, rows);
                rows = statement.getMoreResults();
            }
        }
    }

    /** The answer of one statement alone. */
    public static <T> T alone(Connection connection, Asking<T> question) throws SQLException {
        RoundTrip trip = new RoundTrip(connection);
        Answer<T> answer = question.ask(trip);
        trip.make();
        return answer.get();
    }
}
