package dev.assay.document.merge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenIdsTest {

    @Test
    void whatWasThereIsAlwaysRecognisedAndHardlyAnythingElseIs() {
        SeenIds ids = new SeenIds();
        for (int i = 0; i < 300_000; i++) {
            ids.add("INV-%09d".formatted(i));
        }
        assertThat(ids.suspects()).hasSizeLessThan(100);
        int before = ids.suspects().size();
        for (int i = 0; i < 5_000; i++) {
            ids.add("INV-%09d".formatted(i * 60));
        }
        assertThat(ids.suspects()).hasSize(before + 5_000);
        for (int i = 0; i < 300_000; i++) {
            ids.add("INV-%09d".formatted(i));
        }
        assertThat(ids.suspects()).as("too many to name").isNull();
    }
}
