package dev.assay.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.fixture.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random batches over few ids, so that everything collides with everything: what is stored must stay consistent throughout. */
@ServiceTest
class RandomBatchesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void cachesEqualARecountAfterEveryBatch(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Books books = Books.inCny("C0", "C1");
        long stored = 0;
        for (int batch = 0; batch < 20; batch++) {
            List<String> lines = new ArrayList<>();
            int size = 1 + random.nextInt(30);
            for (int i = 0; i < size; i++) {
                lines.add(line(random));
            }
            Books.Answer answer = books.lines(lines.toArray(String[]::new));
            stored += answer.json().getInt("accepted") + answer.json().getInt("corrected");
            assertThat(answer.json().getInt("accepted")
                            + answer.json().getInt("unchanged")
                            + answer.json().getInt("corrected")
                            + answer.json().getInt("rejected"))
                    .isEqualTo(size);
            assertThat(CacheRecount.differences(books))
                    .as("seed %d, batch %d", seed, batch)
                    .isEmpty();
            assertThat(books.value("select count(*) from document")).isEqualTo(String.valueOf(stored));
            for (String violation : VIOLATIONS) {
                assertThat(books.value("select count(*) from (" + violation + ") as v"))
                        .as("seed %d, batch %d: %s", seed, batch, violation)
                        .isEqualTo("0");
            }
            assertThat(books.lines(lines.toArray(String[]::new)).json().getInt("corrected"))
                    .as("a second time")
                    .isGreaterThanOrEqualTo(0);
            stored = Long.parseLong(books.value("select count(*) from document"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void oneBatchEqualsItsLinesOneByOneInAnyOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            lines.add("{'id':'I%d','kind':'INVOICE','customerCode':'C%d','date':'2026-01-02','amount':%d%s%s}"
                    .formatted(
                            i,
                            i % 2,
                            400 + random.nextInt(60),
                            random.nextBoolean() ? ",'orderId':'O" + i % 2 + "'" : "",
                            random.nextBoolean() ? ",'currency':'USD','rate':7.13" : ""));
        }
        for (int i = 0; i < 20; i++) {
            int invoice = random.nextInt(8);
            lines.add(
                    "{'id':'P%d','kind':'PAYMENT','customerCode':'C%d','date':'2026-01-01','amount':9%s,'allocations':[{'invoiceId':'I%d','amount':1.%02d,'date':'2026-01-%d'}]}"
                            .formatted(
                                    i,
                                    invoice % 2,
                                    random.nextInt(5) == 0 ? ",'currency':'USD','rate':6.9" : "",
                                    invoice,
                                    random.nextInt(100),
                                    10 + random.nextInt(9)));
        }
        for (int i = 0; i < 2; i++) {
            lines.add("{'id':'O%d','kind':'ORDER','customerCode':'C%d','date':'2026-01-01','amount':100}"
                    .formatted(i, i));
        }
        Books whole = Books.inCny("C0", "C1");
        whole.lines(lines.toArray(String[]::new)).counts(30, 0, 0, 0);
        Books oneByOne = Books.inCny("C0", "C1");
        while (!lines.isEmpty()) {
            oneByOne.lines(lines.remove(random.nextInt(lines.size()))).counts(1, 0, 0, 0);
        }
        String state =
                "select string_agg(concat_ws(' ', document_id, d.kind, amount, settled, paid_on, alloc_from, alloc_to, due_date), ', ' order by document_id) from document d join document_key k on k.key = d.key where superseded_at = 'infinity'";
        assertThat(oneByOne.value(state)).isEqualTo(whole.value(state));
        assertThat(CacheRecount.differences(oneByOne)).isEmpty();
    }

    /** Queries that must find nothing. */
    private static final String[] VIOLATIONS = {
        // one current version of every document that arrived, none of others
        "select k.key from document_key k left join document d on d.key = k.key and d.superseded_at = 'infinity' group by k.key, k.content_hash having count(d.key) <> (k.content_hash is not null)::int",
        // versions follow each other without gap
        "select from (select superseded_at, lead(recorded_at) over (partition by key order by recorded_at) as next from document) as v where superseded_at <> coalesce(next, 'infinity')",
        // kind and customer of a document never change, and the key says the same
        "select from document d join document_key k on k.key = d.key where d.kind <> k.kind or d.customer_id <> k.customer_id",
        // allocations live exactly as long as the version they came with
        "select from allocation a left join document d on d.customer_id = a.customer_id and d.key = a.source_key and d.recorded_at = a.recorded_at where d.key is null or d.superseded_at <> a.superseded_at",
        // and stay inside it
        "select from allocation a join document d on d.customer_id = a.customer_id and d.key = a.source_key and d.recorded_at = a.recorded_at group by d.key, d.recorded_at, d.currency_amount having sum(a.amount) > d.currency_amount",
        // current allocations point to a key of the same customer and of the right kind
        "select from allocation a join document_key t on t.key = a.target_key join document_key s on s.key = a.source_key where a.superseded_at = 'infinity' and (t.customer_id <> a.customer_id or t.kind <> case when s.kind = 2 then 1 else 2 end)",
        // more than the amount only if the invoice itself came last
        "select from document d where kind = 2 and superseded_at = 'infinity' and settled > amount and settled_at > recorded_at and exists (select from allocation a where a.target_key = d.key and a.superseded_at = 'infinity' and a.recorded_at = d.settled_at)",
        // a cache that others changed says when, and not before the row was there
        "select from document where kind in (1, 2) and settled_at > '-infinity' and settled_at < recorded_at"
    };

    private static String line(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> order(random);
            case 1, 2, 3, 4 -> invoice(random);
            case 5 -> source(random, "N", "CREDIT_NOTE");
            default -> source(random, "P", "PAYMENT");
        };
    }

    private static String head(SplittableRandom random, String prefix, int ids, String kind, int amount) {
        int number = random.nextInt(ids);
        int customer = random.nextInt(20) == 0 ? random.nextInt(2) : number % 2;
        String id = random.nextInt(40) == 0 ? "I" + number : prefix + number;
        String currency =
                random.nextInt(4) > 0 ? "" : ",'currency':'USD','rate':" + (random.nextBoolean() ? "7.13" : "6.999");
        return "{'id':'%s','kind':'%s','customerCode':'C%d','date':'2026-01-0%d','amount':%d.%02d%s"
                .formatted(id, kind, customer, 1 + random.nextInt(5), amount, random.nextInt(100), currency);
    }

    private static String order(SplittableRandom random) {
        return head(random, "O", 4, "ORDER", random.nextInt(300)) + "}";
    }

    private static String invoice(SplittableRandom random) {
        int amount = random.nextInt(15) == 0 ? 0 : 1 + random.nextInt(200);
        StringBuilder line = new StringBuilder(head(random, "I", 12, "INVOICE", amount));
        if (random.nextInt(8) == 0) {
            line.append(",'settledOn':'2026-01-").append(10 + random.nextInt(9)).append('\'');
        }
        if (random.nextInt(4) == 0) {
            line.append(",'orderId':'O").append(random.nextInt(4)).append('\'');
        }
        return line.append('}').toString();
    }

    private static String source(SplittableRandom random, String prefix, String kind) {
        int amount = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(200);
        StringBuilder line = new StringBuilder(head(random, prefix, 12, kind, amount)).append(",'allocations':[");
        int count = amount == 0 ? 0 : random.nextInt(4);
        for (int i = 0; i < count; i++) {
            line.append(i == 0 ? "" : ",")
                    .append("{'invoiceId':'I%d','amount':%d.%02d,'date':'2026-01-%d'}"
                            .formatted(
                                    random.nextInt(12),
                                    amount / count / (1 + random.nextInt(2)),
                                    random.nextInt(10),
                                    10 + random.nextInt(9)));
        }
        return line.append("]}").toString();
    }
}
