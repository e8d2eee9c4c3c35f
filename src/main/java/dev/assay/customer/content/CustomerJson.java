package dev.assay.customer.content;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.assay.platform.StrictJson;
import dev.assay.platform.problem.ProblemType;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** The JSON of customers, read strictly and within bounds: proper UTF-8, no key twice, nothing after the end, modest sizes. */
public final class CustomerJson {

    /** One customer, with all its contacts and custom fields, is far smaller. */
    public static final int BYTES_MAX = 1 << 20;

    private static final ObjectMapper MAPPER = StrictJson.configure(new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxNumberLength(100)
                            .maxStringLength(2 * BYTES_MAX) // never reached: whoever reads stops before, and says why
                            .maxNameLength(1_000)
                            .build())
                    .build()))
            .registerModule(new JavaTimeModule())
            .configure(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, true);

    private CustomerJson() {}

    /** A reader of trees, for parsers that step through a longer stream. */
    public static ObjectReader trees() {
        return MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    public static JsonFactory factory() {
        return MAPPER.getFactory();
    }

    /** @throws JsonProcessingException if it is not one JSON value */
    public static JsonNode parse(String json) throws JsonProcessingException {
        return MAPPER.readTree(json);
    }

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a value of ours has no JSON form: " + value, e);
        }
    }

    /** Reads JSON that this class wrote. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON is not a " + type.getSimpleName(), e);
        }
    }

    /**
     * Bytes as text.
     *
     * @throws dev.assay.platform.problem.Problem INVALID_ENCODING with the place
     */
    public static String decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            throw ProblemType.INVALID_ENCODING.problem("Byte " + (in.position() + 1)
                    + " is not valid UTF-8 (0x" + Integer.toHexString(bytes[in.position()] & 0xff)
                    + "); send the text encoded as UTF-8, not GBK or Latin-1.");
        }
        return out.flip().toString();
    }
}
