package dev.assay.document.merge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which document ids a batch had already, approximately: an id that was there is always recognised, one that wasn't
 * hardly ever is. Bloom filters, each four times as large as the one before: 16 KB for a small batch, some 50 MB for ten million ids.
 * One id in 40,000 is suspected wrongly.
 * Not thread-safe.
 */
public final class SeenIds {
    private static final int FIRST_BITS = 1 << 17;
    private static final int BITS_PER_ID = 32;
    private static final int PROBES = 6;
    private static final int SUSPECTS_MAX = 10_000;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final List<String> suspects = new ArrayList<>();
    private final List<long[]> full = new ArrayList<>();
    private long[] filling = new long[FIRST_BITS / Long.SIZE];
    private long room = FIRST_BITS / BITS_PER_ID;

    /** Adds an id, and suspects it if it may have been added before. */
    void add(String id) {
        long hash = hash(id);
        boolean seen = has(filling, hash);
        for (int i = 0; i < full.size() && !seen; i++) {
            seen = has(full.get(i), hash);
        }
        if (!seen) {
            add(hash);
        } else if (suspects.size() <= SUSPECTS_MAX) {
            suspects.add(id);
        }
    }

    /** The ids that may be there more than once; null if these are too many to name. */
    @Nullable
    List<String> suspects() {
        return suspects.size() <= SUSPECTS_MAX ? suspects : null;
    }

    private void add(long hash) {
        if (room == 0) {
            full.add(filling);
            filling = new long[filling.length * 4];
            room = (long) filling.length * Long.SIZE / BITS_PER_ID;
        }
        room--;
        for (int probe = 0; probe < PROBES; probe++) {
            long bit = bit(filling, hash, probe);
            filling[(int) (bit >>> 6)] |= 1L << bit;
        }
    }

    private static boolean has(long[] filter, long hash) {
        for (int probe = 0; probe < PROBES; probe++) {
            long bit = bit(filter, hash, probe);
            if ((filter[(int) (bit >>> 6)] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Double hashing: the two halves of one 64-bit hash give all probes. The length is a power of two. */
    private static long bit(long[] filter, long hash, int probe) {
        return (hash + probe * (hash >>> 32 | 1)) & (long) filter.length * Long.SIZE - 1;
    }

    private static long hash(String id) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * FNV_PRIME;
        }
        hash ^= hash >>> 31;
        hash *= 0x9E3779B97F4A7C15L;
        return hash ^ hash >>> 29;
    }
}
