package dev.assay.customer.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The lines of a batch, one after the other in constant memory. */
interface BatchLines {

    /**
     * One line of NDJSON or element of an array.
     *
     * @param number from 1
     * @param json null exactly if there is a fault
     * @param fault why the line is no JSON
     */
    record Line(
            long number, @Nullable JsonNode json, @Nullable String fault) {}

    /**
     * The next line, null at the end.
     *
     * @throws IOException if the connection ends before the body does
     * @throws dev.assay.platform.problem.Problem if the body as a whole can't be read
     */
    @Nullable
    Line next() throws IOException;
}
