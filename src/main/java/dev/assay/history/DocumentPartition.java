package dev.assay.history;

/**
 * The partition of {@code document} and {@code allocation} that holds a customer's rows.
 *
 * <p>A pure function of the customer's id: PostgreSQL's hash partitioning of a {@code bigint} by 32, so that a statement can name
 * the one partition it reads and its plan stays small.
 */
public final class DocumentPartition {

    /** How many partitions there are, numbered from 0. */
    public static final int COUNT = 32;

    private static final int SEED_HIGH = 0x7A5B2236;
    private static final int SEED_LOW = 0x7996DCFD;
    private static final int COMBINE = 3;

    private DocumentPartition() {}

    public static int of(long customerId) {
        int folded = (int) customerId ^ (int) (customerId >= 0 ? customerId >>> 32 : ~(customerId >>> 32));
        return (hashLow(folded) + COMBINE) & (COUNT - 1);
    }

    /** Lower half of hash_bytes_uint32_extended: Bob Jenkins' lookup3, as in PostgreSQL's common/hashfn.c. */
    private static int hashLow(int key) {
        int a = 0x9e3779b9 + Integer.BYTES + 3923095;
        int b = a;
        int c = a;
        a += SEED_HIGH;
        b += SEED_LOW;

        a -= c;
        a ^= Integer.rotateLeft(c, 4);
        c += b;
        b -= a;
        b ^= Integer.rotateLeft(a, 6);
        a += c;
        c -= b;
        c ^= Integer.rotateLeft(b, 8);
        b += a;
        a -= c;
        a ^= Integer.rotateLeft(c, 16);
        c += b;
        b -= a;
        b ^= Integer.rotateLeft(a, 19);
        a += c;
        c -= b;
        c ^= Integer.rotateLeft(b, 4);
        b += a;

        a += key;

        c ^= b;
        c -= Integer.rotateLeft(b, 14);
        a ^= c;
        a -= Integer.rotateLeft(c, 11);
        b ^= a;
        b -= Integer.rotateLeft(a, 25);
        c ^= b;
        c -= Integer.rotateLeft(b, 16);
        a ^= c;
        a -= Integer.rotateLeft(c, 4);
        b ^= a;
        b -= Integer.rotateLeft(a, 14);
        c ^= b;
        c -= Integer.rotateLeft(b, 24);
        return c;
    }

    /** The table that has a customer's rows of a partitioned one. */
    public static String of(long customerId, String table) {
        return table + suffix(of(customerId));
    }

    /** The suffix of the partition's tables. */
    public static String suffix(int partition) {
        return "_%02d".formatted(partition);
    }
}
