package dev.assay.document.content;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** Turns one JSON object into a document, or into the reason why it is none. Not thread-safe. */
public final class DocumentParser {
    private final DocumentRules rules;
    private final int allocationsMax;

    public DocumentParser(Currency baseCurrency, int allocationsMax) {
        this.rules = new DocumentRules(baseCurrency);
        this.allocationsMax = allocationsMax;
    }

    /**
     * Reads the object whose opening brace the parser stands on, to its closing brace.
     *
     * @throws MalformedDocument if the text is not JSON
     */
    public ParsedLine parse(JsonParser parser) throws IOException, MalformedDocument {
        DocumentFields fields = new DocumentFields(allocationsMax);
        int depth = parser.getParsingContext().getNestingDepth();
        try {
            try {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    fields.read(parser);
                }
                return new ParsedLine.Valid(rules.check(fields));
            } catch (Rejection rejection) {
                skim(parser, depth, fields);
                return new ParsedLine.Invalid(fields.id, rejection.code(), rejection.text());
            }
        } catch (JsonProcessingException malformed) {
            throw new MalformedDocument(fields.id, malformed);
        }
    }

    /** Goes to the end of an object that is refused already; all it still wants to know is the id. */
    private static void skim(JsonParser parser, int depth, DocumentFields fields) throws IOException {
        while (parser.currentToken() != JsonToken.END_OBJECT
                || parser.getParsingContext().getNestingDepth() >= depth) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return;
            }
            if (fields.id == null
                    && token == JsonToken.VALUE_STRING
                    && parser.getParsingContext().getNestingDepth() == depth
                    && "id".equals(parser.currentName())
                    && parser.getTextLength() <= IntakeLimits.DOCUMENT_ID_CHARACTERS_MAX) {
                fields.id = JsonValues.shown(parser.getText());
            }
        }
    }

    /** The text stopped being JSON in the middle of a document. */
    public static final class MalformedDocument extends Exception {
        private static final long serialVersionUID = 1L;

        private final @Nullable String documentId;
        private final JsonProcessingException error;

        MalformedDocument(@Nullable String documentId, JsonProcessingException error) {
            super(error.getOriginalMessage(), error);
            this.documentId = documentId;
            this.error = error;
        }

        public @Nullable String documentId() {
            return documentId;
        }

        public JsonProcessingException error() {
            return error;
        }
    }
}
