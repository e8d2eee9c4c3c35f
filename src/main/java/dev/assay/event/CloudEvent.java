package dev.assay.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * An event in the JSON format of CloudEvents 1.0.
 *
 * @param source the ledger
 * @param subject what it is about, such as a customer's code
 * @param sequence its place in the ledger's order, as a number in text
 */
public record CloudEvent(
        String specversion,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        String sequence,
        JsonNode data) {

    public long seq() {
        return Long.parseLong(sequence);
    }
}
