package dev.assay.customer.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnifiedSocialCreditCodeTest {

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    /** The weights as GB 32100-2015 prints them. */
    private static final int[] WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

    @ParameterizedTest
    @ValueSource(strings = {"91350100M000100Y43", "9144030071526726XG", "914403001922038216", "91110000802100433B"})
    void codesInUseAreRight(String code) {
        assertThat(UnifiedSocialCreditCode.claimedBy(code)).isTrue();
        assertThat(UnifiedSocialCreditCode.checkDigit(code)).isEqualTo(code.charAt(17));
    }

    @Test
    void theCheckDigitIsTheOneOfTheStandardsTable() {
        Random random = new Random(32100);
        for (int n = 0; n < 5_000; n++) {
            String body = random(random);
            int sum = 0;
            for (int i = 0; i < 17; i++) {
                sum += ALPHABET.indexOf(body.charAt(i)) * WEIGHTS[i];
            }
            char expected = ALPHABET.charAt(Math.floorMod(-sum, 31));
            assertThat(UnifiedSocialCreditCode.checkDigit(body + "0")).isEqualTo(expected);
        }
    }

    @Test
    void everyWrongCharacterAndEveryExchangeOfNeighboursIsNoticed() {
        Random random = new Random(2015);
        for (int n = 0; n < 500; n++) {
            String body = random(random);
            char digit = UnifiedSocialCreditCode.checkDigit(body + "0");
            for (int i = 0; i < 17; i++) {
                char wrong = ALPHABET.charAt(random.nextInt(31));
                String mistyped = body.substring(0, i) + wrong + body.substring(i + 1);
                assertThat(UnifiedSocialCreditCode.checkDigit(mistyped + "0") == digit)
                        .isEqualTo(wrong == body.charAt(i));
            }
            for (int i = 0; i < 16; i++) {
                char a = body.charAt(i);
                char b = body.charAt(i + 1);
                String exchanged = body.substring(0, i) + b + a + body.substring(i + 2);
                assertThat(UnifiedSocialCreditCode.checkDigit(exchanged + "0") == digit)
                        .isEqualTo(a == b);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "91350100M000100Y4",
                "91350100M000100Y433",
                "91350100I000100Y43",
                "91350100m000100Y43",
                "DE123456789"
            })
    void otherTextsClaimNothing(String text) {
        assertThat(UnifiedSocialCreditCode.claimedBy(text)).isFalse();
    }

    private static String random(Random random) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 17; i++) {
            body.append(ALPHABET.charAt(random.nextInt(31)));
        }
        return body.toString();
    }
}
