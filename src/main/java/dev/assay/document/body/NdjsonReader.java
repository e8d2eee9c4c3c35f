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
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A body of one JSON object per line; a bad line is rejected and the next one read. Empty lines are skipped. */
public final class NdjsonReader implements LineReader {
    private final NdjsonLines lines;
    private final DocumentParser parser;
    private final IntakeLimits limits;

    public NdjsonReader(InputStream body, DocumentParser parser, IntakeLimits limits) {
        this.lines = new NdjsonLines(body, limits.lineBytesMax());
        this.parser = parser;
        this.limits = limits;
    }

    @Override
    public void readAll(Sink sink) throws IOException, SQLException {
        while (lines.next()) {
            LineCount.check(lines.number(), limits.linesMax());
            ParsedLine parsed = parsed();
            if (parsed != null) {
                sink.take(lines.number(), parsed);
            }
        }
    }

    private @Nullable ParsedLine parsed() throws IOException {
        return switch (lines.state()) {
            case EMPTY -> null;
            case TOO_LONG ->
                invalid(
                        RejectionCode.LINE_TOO_LONG,
                        "the line is longer than %d bytes; split the document".formatted(limits.lineBytesMax()));
            case CONTROL_CHARACTER ->
                invalid(
                        RejectionCode.CONTROL_CHARACTER,
                        "the line has a raw control character (U+0000 to U+001F, U+007F); remove it");
            case TEXT_BEYOND_ASCII -> isUtf8() ? parsedText() : notUtf8();
            case TEXT -> parsedText();
        };
    }

    private boolean isUtf8() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(lines.buffer(), lines.offset(), lines.length()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static ParsedLine notUtf8() {
        return invalid(RejectionCode.INVALID_UTF8, "the line is not valid UTF-8; encode it as UTF-8");
    }

    private ParsedLine parsedText() throws IOException {
        try (JsonParser json = DocumentJson.FACTORY.createParser(lines.buffer(), lines.offset(), lines.length())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return invalid(
                        RejectionCode.WRONG_TYPE, "the line is not a JSON object; send one document {…} per line");
            }
            ParsedLine parsed = parser.parse(json);
            if (json.nextToken() != null) {
                return invalid(
                        RejectionCode.MALFORMED_JSON,
                        "something follows the document's closing brace; send one document per line");
            }
            return parsed;
        } catch (DocumentParser.MalformedDocument malformed) {
            return malformed(malformed.documentId(), malformed.error());
        } catch (JsonProcessingException malformed) {
            return malformed(null, malformed);
        }
    }

    private ParsedLine malformed(@Nullable String documentId, JsonProcessingException error) {
        String fix = lines.ended() ? "mend the line" : "the last line ends in its middle; send it whole";
        JsonLocation location = error.getLocation();
        String place = location == null ? "" : "at column %d ".formatted(location.getColumnNr());
        return new ParsedLine.Invalid(
                documentId,
                RejectionCode.MALFORMED_JSON,
                "%sthe line is not JSON: %s; %s".formatted(place, JsonValues.shown(error.getOriginalMessage()), fix));
    }

    private static ParsedLine invalid(RejectionCode code, String message) {
        return new ParsedLine.Invalid(null, code, message);
    }
}
