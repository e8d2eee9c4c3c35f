package dev.assay.platform;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Remembers for a second what every request reads again: which ledger a code means, whose an API key is. A change made on another
 * node is seen within that second; one made here is, if it is {@link #forget forgotten}. What isn't there isn't remembered.
 * Thread-safe.
 *
 * @param <K> what is asked for
 * @param <V> what is known of it
 */
public final class BriefMemory<K, V> {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int ENTRIES_MAX = 10_000;

    private record Entry<V>(V value, long untilNanos) {}

    private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();

    /** What is known, or what reading it gives. */
    public Optional<V> get(K key, Function<K, Optional<V>> read) {
        Optional<V> known = known(key);
        if (known.isPresent()) {
            return known;
        }
        Optional<V> value = read.apply(key);
        if (value.isEmpty()) {
            entries.remove(key);
            return value;
        }
        if (entries.size() >= ENTRIES_MAX) {
            entries.clear();
        }
        entries.put(key, new Entry<>(value.get(), System.nanoTime() + NANOS));
        return value;
    }

    /** What is known, without reading. */
    public Optional<V> known(K key) {
        Entry<V> known = entries.get(key);
        return known != null && known.untilNanos - System.nanoTime() > 0 ? Optional.of(known.value) : Optional.empty();
    }

    public void forget(K key) {
        entries.remove(key);
    }

    /** Forgets everything. */
    public void clear() {
        entries.clear();
    }
}
