package dev.assay.document.merge;

import dev.assay.document.content.IncomingAllocation;
import dev.assay.document.content.IncomingDocument;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprint of a document's content without its id: the first 16 bytes of the SHA-256 of its fields. Equal content gives
 * equal bytes, however it was written: 10 and 10.00, fields and allocations in another order, null or left out. Not thread-safe.
 */
final class ContentHash {
    static final int BYTES = 16;
    private static final byte LAYOUT = 1;
    private static final long NO_DATE = Long.MIN_VALUE;

    private final MessageDigest sha256;
    private ByteBuffer content = ByteBuffer.allocate(1024);

    ContentHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJreHasIt) {
            throw new IllegalStateException(everyJreHasIt);
        }
    }

    byte[] of(IncomingDocument document) {
        content.clear();
        content.put(LAYOUT).put((byte) document.kind().code());
        put(document.customerCode());
        put(document.date());
        put(document.dueDate());
        put(document.deliveryDate());
        put(document.settledOn());
        room(2 + Long.BYTES);
        content.put((byte) (document.disputed() ? 1 : 0))
                .put((byte) (document.prepaid() ? 1 : 0))
                .putLong(document.currencyAmount());
        put(document.currency());
        put(document.minorRate());
        put(document.orderId());
        for (IncomingAllocation allocation : document.allocations()) {
            put(allocation.invoiceId());
            put(allocation.date());
            room(Long.BYTES);
            content.putLong(allocation.amount());
        }
        sha256.update(content.array(), 0, content.position());
        return Arrays.copyOf(sha256.digest(), BYTES);
    }

    private void put(@Nullable LocalDate date) {
        room(Long.BYTES);
        content.putLong(date == null ? NO_DATE : date.toEpochDay());
    }

    private void put(@Nullable String text) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + bytes.length);
        content.putInt(text == null ? -1 : bytes.length).put(bytes);
    }

    private void room(int bytes) {
        if (content.remaining() < bytes) {
            content.flip();
            content = ByteBuffer.allocate(2 * (content.limit() + bytes)).put(content);
        }
    }
}
