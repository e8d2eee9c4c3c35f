package dev.assay.document.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.document.body.NdjsonLines.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonLinesTest {

    private static List<String> read(InputStream in, int lineBytesMax) throws IOException {
        NdjsonLines lines = new NdjsonLines(in, lineBytesMax);
        List<String> read = new ArrayList<>();
        while (lines.next()) {
            String text = lines.state() == State.TOO_LONG
                    ? ""
                    : new String(lines.buffer(), lines.offset(), lines.length(), StandardCharsets.UTF_8);
            read.add(lines.number() + " " + lines.state() + " " + text + (lines.ended() ? "" : " unended"));
        }
        return read;
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void linesAreNumberedAndEndWithNewlineOrCarriageReturnNewlineOrTheStream() throws IOException {
        assertThat(read(bytes("a\n\nb\r\n \t\nc"), 10))
                .containsExactly("1 TEXT a", "2 EMPTY ", "3 TEXT b", "4 EMPTY  \t", "5 TEXT c unended");
        assertThat(read(bytes("a\n"), 10)).containsExactly("1 TEXT a");
        assertThat(read(bytes(""), 10)).isEmpty();
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
        assertThat(read(bytes("\ufeffa\nb"), 10)).containsExactly("1 TEXT a", "2 TEXT b unended");
    }

    @Test
    void whatIsNotPlainTextIsTold() throws IOException {
        assertThat(read(bytes("a\0b\n\u007f\né\nok\n"), 10))
                .containsExactly(
                        "1 CONTROL_CHARACTER a\0b", "2 CONTROL_CHARACTER \u007f", "3 TEXT_BEYOND_ASCII é", "4 TEXT ok");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 65_534, 65_535, 65_536, 65_537, 131_072, 1_000_000})
    void aLineIsTooLongFromOneByteAboveTheLimitWhereverReadsEnd(int before) throws IOException {
        String filler = "f".repeat(before) + "\n";
        String exact = "x".repeat(2_000_000);
        assertThat(read(bytes(filler + exact + "\n" + exact + "y\nend"), 2_000_000))
                .containsExactly(
                        "1 " + (before == 0 ? "EMPTY " : "TEXT " + "f".repeat(before)),
                        "2 TEXT " + exact,
                        "3 TOO_LONG ",
                        "4 TEXT end unended");
    }

    @Test
    void aLineOfManyMegabytesIsSkippedWithoutKeepingIt() throws IOException {
        long[] left = {300_000_000L};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return left[0]-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (left[0] <= 0) {
                    return -1;
                }
                int count = (int) Math.min(length, left[0]);
                Arrays.fill(into, offset, offset + count, (byte) 'x');
                left[0] -= count;
                return count;
            }
        };
        NdjsonLines lines = new NdjsonLines(new SequenceInputStream(endless, bytes("\nok\n")), 1 << 20);
        assertThat(lines.next()).isTrue();
        assertThat(lines.state()).isEqualTo(State.TOO_LONG);
        assertThat(lines.buffer().length).isLessThan(2 << 20);
        assertThat(lines.next()).isTrue();
        assertThat(lines.state()).isEqualTo(State.TEXT);
        assertThat(lines.number()).isEqualTo(2);
        assertThat(lines.next()).isFalse();
    }
}
