package dev.assay.customer.batch;

import dev.assay.platform.problem.ProblemType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** The body of a batch while it is read: hashed, and refused beyond a size that fills disks rather than ledgers. */
final class BatchBody extends FilterInputStream {

    private static final long BYTES_MAX = 1L << 30;

    private final MessageDigest digest;
    private long bytes;

    BatchBody(InputStream in, MessageDigest digest) {
        super(in);
        this.digest = digest;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        if (read > 0) {
            digest.update(target, offset, read);
            bytes += read;
        }
        if (bytes > BYTES_MAX) {
            throw ProblemType.BODY_TOO_LARGE.problem(
                    "The batch is longer than " + BYTES_MAX + " bytes; send it as several. Nothing was stored.");
        }
        return read;
    }
}
