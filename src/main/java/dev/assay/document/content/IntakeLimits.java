package dev.assay.document.content;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.LocalDate;

/** Every limit of a batch of documents, in one place. Those that an operator may change are settings {@code assay.documents.*}. */
@ConfigMapping(prefix = "assay.documents")
public interface IntakeLimits {
    int DOCUMENT_ID_CHARACTERS_MAX = 64;
    int CUSTOMER_CODE_CHARACTERS_MAX = 20;
    /** Minor units: ten trillion in a currency with two decimals; sums of thousands of these still fit a bigint. */
    long AMOUNT_MINOR_UNITS_MAX = 1_000_000_000_000_000L;

    int RATE_INTEGER_DIGITS_MAX = 12;
    int RATE_DECIMALS_MAX = 15;
    /** Characters of a number in JSON; longer ones are refused before they are converted. */
    int NUMBER_CHARACTERS_MAX = 64;

    LocalDate DATE_MIN = LocalDate.of(1900, 1, 1);
    LocalDate DATE_MAX = LocalDate.of(9999, 12, 31);

    /** Bytes of one NDJSON line, without its end; a longer line is skipped and rejected. */
    @WithDefault("1048576")
    int lineBytesMax();

    /** Lines (NDJSON) or elements (array) of one batch; more refuse the batch. */
    @WithDefault("10000000")
    long linesMax();

    /** Rejected lines of one batch; more refuse the batch. */
    @WithDefault("10000")
    int rejectedLinesMax();

    /** Allocations of one document. */
    @WithDefault("10000")
    int allocationsMax();

    /** Batches that are received at the same moment; others wait for their turn. */
    @WithDefault("4")
    int concurrentBatchesMax();

    /** Batches that wait for their turn; one more is asked to come back. */
    @WithDefault("32")
    int waitingBatchesMax();

    /** How long a batch waits for its turn before it is asked to come back. */
    @WithDefault("2s")
    Duration turnWait();

    /** Megabytes PostgreSQL may use for each sort or hash of a merge. */
    @WithDefault("128")
    int mergeMemoryMb();
}
