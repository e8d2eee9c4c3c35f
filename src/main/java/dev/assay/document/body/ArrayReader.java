package dev.assay.document.body;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.assay.document.content.DocumentParser;
import dev.assay.document.content.IntakeLimits;
import dev.assay.document.content.JsonValues;
import dev.assay.document.content.ParsedLine;
import dev.assay.document.content.RejectionCode;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.Problem;
import dev.assay.platform.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/** A body that is one JSON array of documents; text that stops being JSON refuses the whole body. */
public final class ArrayReader implements LineReader {
    private final InputStream body;
    private final DocumentParser parser;
    private final IntakeLimits limits;

    public ArrayReader(InputStream body, DocumentParser parser, IntakeLimits limits) {
        this.body = body;
        this.parser = parser;
        this.limits = limits;
    }

    @Override
    public void readAll(Sink sink) throws IOException, SQLException {
        InputStreamReader characters = new InputStreamReader(
                body,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        long element = 0;
        try (JsonParser json = DocumentJson.FACTORY.createParser(characters)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw ProblemType.MALFORMED_JSON.problem(
                        "The body is not a JSON array; send [{…}, {…}], or one document per line as application/x-ndjson.");
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                element++;
                LineCount.check(element, limits.linesMax());
                sink.take(element, parsed(json));
            }
            if (json.nextToken() != null) {
                throw ProblemType.MALFORMED_JSON.problem("Something follows the array's closing bracket; remove it.");
            }
        } catch (DocumentParser.MalformedDocument malformed) {
            throw malformed(element, malformed.error());
        } catch (JsonProcessingException malformed) {
            throw malformed(element, malformed);
        } catch (CharacterCodingException notUtf8) {
            throw ProblemType.INVALID_ENCODING.problem(
                    "The body is not valid UTF-8 after element %d; encode it as UTF-8. Nothing was stored."
                            .formatted(element));
        }
    }

    private ParsedLine parsed(JsonParser json) throws IOException, DocumentParser.MalformedDocument {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return parser.parse(json);
        }
        json.skipChildren();
        return new ParsedLine.Invalid(
                null, RejectionCode.WRONG_TYPE, "the element is not a JSON object; send a document {…}");
    }

    private static Problem malformed(long element, JsonProcessingException error) {
        JsonLocation location = error.getLocation();
        String place = location == null
                ? ""
                : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
        return ProblemType.MALFORMED_JSON.problem(
                "The body stops being JSON%s: %s. Nothing was stored; send the whole array again."
                        .formatted(place, JsonValues.shown(error.getOriginalMessage())),
                List.of(new FieldError("/" + Math.max(0, element - 1), "the text breaks in or after this element")));
    }
}
