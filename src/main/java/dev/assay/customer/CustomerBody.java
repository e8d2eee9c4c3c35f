package dev.assay.customer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.customer.content.CustomerDraft;
import dev.assay.customer.content.CustomerJson;
import dev.assay.customer.content.CustomerReader;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.JsonProblems;
import dev.assay.platform.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's body that is one customer, whole in memory.
 *
 * @param bytes as received
 */
record CustomerBody(byte[] bytes) {

    /** @throws dev.assay.platform.problem.Problem BODY_TOO_LARGE, TRUNCATED_BODY */
    static CustomerBody receive(InputStream body) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(CustomerJson.BYTES_MAX + 1);
        } catch (IOException e) {
            throw ProblemType.TRUNCATED_BODY.problem("The connection ended before the body did; send it again.");
        }
        if (bytes.length > CustomerJson.BYTES_MAX) {
            throw ProblemType.BODY_TOO_LARGE.problem("A customer is at most " + CustomerJson.BYTES_MAX
                    + " bytes of JSON; send several by POST customers/batch.");
        }
        return new CustomerBody(bytes);
    }

    /**
     * The customer it says.
     *
     * @param pathCode the code the address names, null if the body may name one or none
     * @throws dev.assay.platform.problem.Problem INVALID_ENCODING, MALFORMED_JSON, INVALID_REQUEST, INVALID_CONTENT
     */
    CustomerDraft draft(Ledger ledger, @Nullable String pathCode) {
        CustomerReader reader = new CustomerReader(ledger);
        CustomerReader.Reading reading = reader.read(parse());
        List<FieldError> errors = new ArrayList<>(reading.errors());
        String pathFault = pathCode == null ? null : reader.codeFault(pathCode);
        if (pathFault != null) {
            errors.add(new FieldError("code", "the code of the address " + pathFault));
        } else if (pathCode != null && reading.code() != null && !reading.code().equals(pathCode)) {
            errors.add(new FieldError(
                    "/code", "\"" + reading.code() + "\" is not the code of the address, \"" + pathCode + "\""));
        }
        CustomerDraft draft = reading.draft();
        if (draft == null || !errors.isEmpty()) {
            ProblemType type = reading.malformed() ? ProblemType.INVALID_REQUEST : ProblemType.INVALID_CONTENT;
            throw type.problem(errors.size() + " value(s) of the customer are not acceptable.", errors);
        }
        return pathCode == null ? draft : draft.withCode(pathCode);
    }

    private JsonNode parse() {
        try {
            return CustomerJson.parse(CustomerJson.decode(bytes));
        } catch (JsonProcessingException e) {
            throw JsonProblems.of(e);
        }
    }
}
