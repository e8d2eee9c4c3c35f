package dev.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosestNameTest {
    private static final List<String> KNOWN =
            List.of("oldestOverdueDays", "overdueAmount", "paymentIndex", "region", "dso", "size", "A");

    @ParameterizedTest
    @CsvSource({
        "paymentIndx, paymentIndex",
        "oldestOverdueDay, oldestOverdueDays",
        "OLDESTOVERDUEDAYS, oldestOverdueDays",
        "regoin, region",
        "dos, dso",
        "a, A"
    })
    void aTypoIsUnderstood(String typed, String meant) {
        assertThat(ClosestName.to(typed, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"colour", "Z", "x", "side-effects"})
    void somethingElseIsNot(String typed) {
        assertThat(ClosestName.to(typed, KNOWN)).isEmpty();
    }

    @Test
    void aLongNameIsNotComparedAtAll() {
        assertThat(ClosestName.to("region".repeat(20), KNOWN)).isEmpty();
    }

    @Test
    void fewNamesAreListedWhereNoneIsNear() {
        assertThat(ClosestName.hint("Z", List.of("A", "B"))).isEqualTo("known · 可用: A, B");
        assertThat(ClosestName.hint("regoin", KNOWN)).isEqualTo("maybe you meant region · 是否想写 region");
        assertThat(ClosestName.suggestion("regoin", KNOWN)).isEqualTo("; did you mean \"region\"?");
        assertThat(ClosestName.suggestion("Z", KNOWN)).isEmpty();
    }
}
