package dev.assay.engine.ruleset.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A sentence with places to fill in, such as {@code {value}}. */
public record TextTemplate(List<Part> parts) {

    /**
     * A stretch of text, or a place.
     *
     * @param place the text is the name of a place
     */
    public record Part(String text, boolean place) {}

    static TextTemplate parse(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            if (open > at) {
                parts.add(new Part(text.substring(at, open), false));
            }
            parts.add(new Part(text.substring(open + 1, close).strip(), true));
            at = close + 1;
        }
        if (at < text.length()) {
            parts.add(new Part(text.substring(at), false));
        }
        return new TextTemplate(List.copyOf(parts));
    }

    List<String> places() {
        return parts.stream().filter(Part::place).map(Part::text).toList();
    }

    /** The sentence. */
    public String fill(Function<String, String> valueOf) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.place() ? valueOf.apply(part.text()) : part.text());
        }
        return text.toString();
    }
}
