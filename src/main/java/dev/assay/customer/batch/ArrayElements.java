package dev.assay.customer.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.customer.content.CustomerJson;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.Problem;
import dev.assay.platform.problem.ProblemType;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The elements of one JSON array. Where the text stops being JSON nothing after it can be told apart: the batch is refused. */
final class ArrayElements implements BatchLines {

    private final BoundedReader characters;
    private @Nullable JsonParser parser;
    private long number;

    ArrayElements(InputStream in) {
        this.characters = new BoundedReader(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    @Override
    public @Nullable Line next() throws IOException {
        try {
            JsonParser open = parser == null ? open() : parser;
            characters.beginElement();
            JsonToken token = open.nextToken();
            if (token == JsonToken.END_ARRAY) {
                if (open.nextToken() != null) {
                    throw ProblemType.MALFORMED_JSON.problem(
                            "Something follows the array's closing bracket; remove it. Nothing was stored.");
                }
                return null;
            }
            number++;
            JsonNode element = CustomerJson.trees().readTree(open);
            return new Line(number, element, null);
        } catch (JsonProcessingException e) {
            throw broken(e);
        } catch (CharacterCodingException e) {
            throw ProblemType.INVALID_ENCODING.problem("The body is not valid UTF-8 in or after element " + number
                    + "; send the text encoded as UTF-8. Nothing was stored.");
        }
    }

    private JsonParser open() throws IOException {
        JsonParser opened = CustomerJson.factory().createParser(characters);
        parser = opened;
        if (opened.nextToken() != JsonToken.START_ARRAY) {
            throw ProblemType.MALFORMED_JSON.problem(
                    "The body is not a JSON array; send [{…}, {…}], or one customer per line as application/x-ndjson.");
        }
        return opened;
    }

    private Problem broken(JsonProcessingException e) {
        String place = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        ProblemType type = e instanceof JsonEOFException ? ProblemType.TRUNCATED_BODY : ProblemType.MALFORMED_JSON;
        return type.problem(
                "The body stops being a JSON array" + place + ": " + e.getOriginalMessage()
                        + ". Nothing was stored; send the whole array again.",
                List.of(new FieldError("/" + Math.max(0, number - 1), "the text breaks in or after this element")));
    }

    /** Refuses to go on when one element gets longer than a customer can be. */
    private static final class BoundedReader extends FilterReader {
        private long characters;

        BoundedReader(Reader in) {
            super(in);
        }

        void beginElement() {
            characters = 0;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            characters += Math.max(0, read);
            if (characters > CustomerJson.BYTES_MAX) {
                throw ProblemType.BODY_TOO_LARGE.problem("An element of the array is longer than "
                        + CustomerJson.BYTES_MAX + " characters; a customer is never that big. Nothing was stored.");
            }
            return read;
        }
    }
}
