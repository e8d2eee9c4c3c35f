package dev.assay.document.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/** How JSON of documents is read: strictly, and with bounds on everything a parser keeps in memory. */
final class DocumentJson {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(50)
                    .maxNameLength(1_000)
                    .maxNumberLength(1_000)
                    .maxStringLength(1_048_576)
                    .build())
            .build();

    private DocumentJson() {}
}
