package dev.assay.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutPointsTest {

    private final CutPoints cuts = new CutPoints(
            1,
            LocalDate.of(2024, 12, 31),
            Instant.EPOCH,
            List.of(5, 20, 60, 180),
            List.of(40, 20, 10, 2),
            List.of(amount("1000"), amount("500"), amount("100"), amount("0")),
            new CutPoints.Boundary(amount("500"), "C05"),
            new CutPoints.Boundary(amount("100"), "C09"));

    @Test
    void theValueOnACutStillScoresTheBetterFifth() {
        assertThat(cuts.rfmRecency(5)).isEqualTo(5);
        assertThat(cuts.rfmRecency(6)).isEqualTo(4);
        assertThat(cuts.rfmRecency(181)).isEqualTo(1);
        assertThat(cuts.rfmFrequency(40)).isEqualTo(5);
        assertThat(cuts.rfmFrequency(39)).isEqualTo(4);
        assertThat(cuts.rfmFrequency(1)).isEqualTo(1);
        assertThat(cuts.rfmMonetary(amount("1000.00"))).isEqualTo(5);
        assertThat(cuts.rfmMonetary(amount("-0.01"))).isEqualTo(1);
    }

    @Test
    void equalRevenueIsClassifiedByCode() {
        assertThat(cuts.valueClass(amount("500.00"), "C05")).isEqualTo("A");
        assertThat(cuts.valueClass(amount("500.00"), "C06")).isEqualTo("B");
        assertThat(cuts.valueClass(amount("100"), "C09")).isEqualTo("B");
        assertThat(cuts.valueClass(amount("100"), "C10")).isEqualTo("C");
    }

    @Test
    void codesAreOrderedByTheirBytesAsTheDatabaseDoes() {
        CutPoints wide = new CutPoints(
                2,
                LocalDate.EPOCH,
                Instant.EPOCH,
                List.of(),
                List.of(),
                List.of(),
                new CutPoints.Boundary(amount("1"), "\uFF21"),
                null);

        assertThat(wide.valueClass(amount("1"), "\uD842\uDFB7")).isEqualTo("C");
        assertThat(wide.rfmRecency(1)).isNull();
    }

    @Test
    void withoutPositiveRevenueTheClassIsC() {
        assertThat(cuts.valueClass(BigDecimal.ZERO, "C01")).isEqualTo("C");
        assertThat(cuts.valueClass(amount("-7000"), "C01")).isEqualTo("C");
    }

    private static BigDecimal amount(String value) {
        return new BigDecimal(value);
    }
}
