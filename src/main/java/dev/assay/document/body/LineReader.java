package dev.assay.document.body;

import dev.assay.document.content.ParsedLine;
import java.io.IOException;
import java.sql.SQLException;

/** A body as lines: reads it to its end and hands every line on, in order. */
public interface LineReader {

    /** Takes lines as they are read. */
    interface Sink {
        void take(long line, ParsedLine parsed) throws SQLException;
    }

    /**
     * Reads the whole body.
     *
     * @throws IOException if the connection ends before the body does
     * @throws dev.assay.platform.problem.Problem if the body as a whole can't be read
     */
    void readAll(Sink sink) throws IOException, SQLException;
}
