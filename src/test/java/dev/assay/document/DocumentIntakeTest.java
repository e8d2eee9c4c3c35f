package dev.assay.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.ServiceTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@ServiceTest
class DocumentIntakeTest {
    private static String invoice(String id, int amount) {
        return "{'id':'%s','kind':'INVOICE','customerCode':'C1','date':'2026-01-05','dueDate':'2026-02-04','amount':%d}"
                .formatted(id, amount);
    }

    /** A payment of what its allocations take; each is "invoice amount date". */
    private static String payment(String id, String... allocations) {
        int sum = Arrays.stream(allocations)
                .mapToInt(a -> Integer.parseInt(a.split(" ")[1]))
                .sum();
        return payment(id, sum, allocations);
    }

    private static String payment(String id, int amount, String... allocations) {
        return "{'id':'%s','kind':'PAYMENT','customerCode':'C1','date':'2026-01-05','amount':%d,'allocations':[%s]}"
                .formatted(
                        id,
                        amount,
                        String.join(
                                ",",
                                Arrays.stream(allocations)
                                        .map(a -> a.split(" "))
                                        .map(a -> "{'invoiceId':'%s','amount':%s,'date':'%s'}"
                                                .formatted(a[0], a[1], a[2]))
                                        .toList()));
    }

    /** Settled, paid, first and last date of the current version, in whole currency units of two decimals. */
    private static String cache(Books books, String id) {
        return books.value(
                "select trunc(settled / 100.0, 2)::float || ' ' || paid_on || ' ' || alloc_from || ' ' || alloc_to from document d join document_key k using (customer_id, key) where superseded_at = 'infinity' and document_id = '"
                        + id + "'");
    }

    @Test
    void theSameBatchAgainInAnyOrderChangesNothing() {
        Books books = Books.inCny("C1");
        List<String> batch = new ArrayList<>(List.of(
                invoice("I1", 100),
                payment("P1", "I1 60 2026-02-02", "I2 5 2026-02-03"),
                "{'id':'O1','kind':'ORDER','customerCode':'C1','date':'2026-01-05','amount':5,'deliveryDate':'2026-03-01'}",
                "{'id':'I2','kind':'INVOICE','customerCode':'C1','date':'2026-01-05','amount':5,'orderId':'O1','prepaid':true}",
                "{'id':'N1','kind':'CREDIT_NOTE','customerCode':'C1','date':'2026-01-05','amount':5.50}"));
        books.lines(batch.toArray(String[]::new)).counts(5, 0, 0, 0);
        Collections.reverse(batch);
        books.lines(batch.toArray(String[]::new)).counts(0, 5, 0, 0);
        books.lines(
                        "{'amount':100.00,'id':'I1','currency':'CNY','rate':1,'dueDate':'2026-02-04','date':'2026-01-05','customerCode':'C1','kind':'INVOICE','disputed':null,'allocations':[]}",
                        payment("P1", "I2 5 2026-02-03", "I1 60 2026-02-02"))
                .counts(0, 2, 0, 0);
        assertThat(books.value("select count(*) || ' ' || sum(accepted) from document_batch"))
                .isEqualTo("3 5");
        assertThat(books.value("select count(*) from document")).isEqualTo("5");
        assertThat(cache(books, "I1")).isEqualTo("60 infinity 2026-02-02 2026-02-02");
        assertThat(cache(books, "I2")).isEqualTo("5 2026-02-03 2026-02-03 2026-02-03");
        assertThat(cache(books, "O1")).isEqualTo("5 2026-01-05 2026-01-05 2026-01-05");
    }

    @Test
    void aCorrectionKeepsBothVersions() {
        Books books = Books.inCny("C1");
        books.lines(invoice("I1", 100)).counts(1, 0, 0, 0);
        books.lines(invoice("I1", 120)).counts(0, 0, 1, 0);
        JsonPath versions = books.get("/I1?versions=true");
        assertThat(versions.getList("items.amount", BigDecimal.class))
                .containsExactly(new BigDecimal("120.00"), new BigDecimal("100.00"));
        assertThat(versions.getString("items[0].supersededAt")).isNull();
        assertThat(versions.getString("items[1].supersededAt")).isEqualTo(versions.getString("items[0].recordedAt"));
        assertThat(books.get("/I1").getString("recordedAt")).isEqualTo(versions.getString("items[0].recordedAt"));
        books.lines(invoice("I1", 100)).counts(0, 0, 1, 0);
        assertThat(books.get("/I1?versions=true").getList("items")).hasSize(3);
    }

    @Test
    void theSecondLineWithAnIdIsUnchangedOrRejected() {
        Books books = Books.inCny("C1");
        books.lines(
                        invoice("I1", 1),
                        invoice("I1", 1),
                        invoice("I1", 2),
                        invoice("I2", 1).replace("C1", "C9"),
                        invoice("I2", 1).replace("C1", "C9"))
                .counts(1, 1, 0, 3)
                .rejects(3, "I1", "DUPLICATE_ID")
                .rejects(4, "I2", "UNKNOWN_CUSTOMER")
                .rejects(5, "I2", "UNKNOWN_CUSTOMER");
    }

    @Test
    void anAllocationMayArriveBeforeItsInvoice() {
        Books books = Books.inCny("C1", "C2");
        books.lines(payment("P1", "LATER 60 2026-02-02")).counts(1, 0, 0, 0);
        books.lines(payment("P2", "LATER 30 2026-02-05")).counts(1, 0, 0, 0);
        books.lines(invoice("LATER", 90)).counts(1, 0, 0, 0);
        assertThat(cache(books, "LATER")).isEqualTo("90 2026-02-05 2026-02-02 2026-02-05");
        books.lines(payment("P3", "EVEN-LATER 60 2026-02-02")).counts(1, 0, 0, 0);
        books.lines(invoice("EVEN-LATER", 50), payment("P4", "EVEN-LATER 1 2026-02-02"))
                .counts(1, 0, 0, 1)
                .rejects(2, "P4", "OVER_ALLOCATED");
        assertThat(cache(books, "EVEN-LATER")).isEqualTo("60 2026-02-02 2026-02-02 2026-02-02");
    }

    @Test
    void anAnnouncementNobodyStandsBehindAnyMoreBindsNobody() {
        Books books = Books.inCny("C1", "C2");
        books.lines(payment("P1", "TYPO 60 2026-02-02")).counts(1, 0, 0, 0);
        books.lines(invoice("TYPO", 60).replace("C1", "C2")).rejects(1, "TYPO", "ANNOUNCED_DIFFERENTLY");
        books.lines(payment("P1", 60)).counts(0, 0, 1, 0);
        books.lines(invoice("TYPO", 60).replace("C1", "C2")).counts(1, 0, 0, 0);
        books.lines(payment("P1", "TYPO-3 60 2026-02-02")).counts(0, 0, 1, 0);
        books.lines(payment("P1", 60)).counts(0, 0, 1, 0);
        String twice = invoice("TYPO-3", 60).replace("C1", "C2");
        books.lines(twice, twice).counts(1, 1, 0, 0);
        books.lines(payment("P9", "OTHER-TYPO 60 2026-02-02")).counts(1, 0, 0, 0);
        books.lines(payment("P9", 60)).counts(0, 0, 1, 0);
        books.lines(payment("P8", "OTHER-TYPO 1 2026-02-02").replace("C1", "C2"))
                .counts(1, 0, 0, 0);
        books.lines(invoice("OTHER-TYPO", 60).replace("C1", "C2")).counts(1, 0, 0, 0);
        assertThat(cache(books, "OTHER-TYPO")).isEqualTo("1 infinity 2026-02-02 2026-02-02");
    }

    @Test
    void whatTwoCustomersNameInOneBatchBelongsToTheFirst() {
        Books.inCny("C1", "C2")
                .lines(
                        payment("P1", "X 1 2026-02-02"),
                        payment("P2", "X 1 2026-02-02").replace("C1", "C2"))
                .counts(1, 0, 0, 1)
                .rejects(2, "P2", "TARGET_OF_OTHER_CUSTOMER");
    }

    @Test
    void whatNoLongerFitsAnInvoiceIsRejectedInLineOrderWholly() {
        Books books = Books.inCny("C1");
        books.lines(
                        payment("P1", "I1 60 2026-02-02"),
                        payment("P2", "I1 50 2026-02-02", "I2 10 2026-02-02"),
                        payment("P3", "I1 40 2026-02-03", "I2 95 2026-02-03"),
                        invoice("I1", 100),
                        invoice("I2", 100),
                        payment("P4", "I2 6 2026-02-03"))
                .counts(4, 0, 0, 2)
                .rejects(2, "P2", "OVER_ALLOCATED")
                .rejects(6, "P4", "OVER_ALLOCATED");
        assertThat(cache(books, "I1")).isEqualTo("100 2026-02-03 2026-02-02 2026-02-03");
        assertThat(cache(books, "I2")).isEqualTo("95 infinity 2026-02-03 2026-02-03");
        books.lines(payment("P5", "I1 1 2026-02-02")).rejects(1, "P5", "OVER_ALLOCATED");
    }

    @Test
    void aRejectedCorrectionKeepsWhatItHadAndOthersDoNotGetIt() {
        Books books = Books.inCny("C1");
        books.lines(invoice("I1", 100), invoice("I2", 10), payment("P1", "I1 60 2026-02-02"))
                .counts(3, 0, 0, 0);
        // P1 would make room on I1 for P2, but asks too much of I2
        books.lines(payment("P2", "I1 60 2026-02-03"), payment("P1", "I1 40 2026-02-02", "I2 20 2026-02-02"))
                .counts(0, 0, 0, 2)
                .rejects(1, "P2", "OVER_ALLOCATED")
                .rejects(2, "P1", "OVER_ALLOCATED");
        assertThat(cache(books, "I1")).isEqualTo("60 infinity 2026-02-02 2026-02-02");
        books.lines(payment("P2", "I1 60 2026-02-03"), payment("P1", "I1 40 2026-02-02", "I2 10 2026-02-02"))
                .counts(1, 0, 1, 0);
        assertThat(cache(books, "I1")).isEqualTo("100 2026-02-03 2026-02-02 2026-02-03");
    }

    @Test
    void aBouncedChequeReopensItsInvoice() {
        Books books = Books.inCny("C1");
        books.lines(invoice("I1", 100), payment("P1", "I1 100 2026-02-02")).counts(2, 0, 0, 0);
        assertThat(cache(books, "I1")).isEqualTo("100 2026-02-02 2026-02-02 2026-02-02");
        books.lines(payment("P1", 0)).counts(0, 0, 1, 0);
        assertThat(cache(books, "I1")).isEqualTo("0 infinity 2026-02-02 2026-02-02");
        assertThat(books.value("select count(*) from allocation where superseded_at < 'infinity'"))
                .isEqualTo("1");
        books.lines(payment("P2", "I1 100 2026-03-02")).counts(1, 0, 0, 0);
        assertThat(cache(books, "I1")).isEqualTo("100 2026-03-02 2026-02-02 2026-03-02");
    }

    @Test
    void anInvoiceCorrectedBelowItsAllocationsHasASurplusAndTakesNoMore() {
        Books books = Books.inCny("C1");
        books.lines(invoice("I1", 100), payment("P1", "I1 80 2026-02-02")).counts(2, 0, 0, 0);
        books.lines(invoice("I1", 50)).counts(0, 0, 1, 0);
        assertThat(cache(books, "I1")).isEqualTo("80 2026-02-02 2026-02-02 2026-02-02");
        books.lines(payment("P2", "I1 1 2026-02-02")).rejects(1, "P2", "OVER_ALLOCATED");
        books.lines(invoice("I1", 0)).counts(0, 0, 1, 0);
        assertThat(cache(books, "I1")).isEqualTo("80 infinity 2026-02-02 2026-02-02");
    }

    @Test
    void settledOnIsOneFullAllocationThatDay() {
        Books books = Books.inCny("C1");
        String settled = invoice("I1", 100).replace("}", ",'settledOn':'2026-01-20'}");
        books.lines(settled).counts(1, 0, 0, 0);
        assertThat(cache(books, "I1")).isEqualTo("100 2026-01-20 2026-01-20 2026-01-20");
        books.lines(payment("P1", "I1 1 2026-02-02")).rejects(1, "P1", "OVER_ALLOCATED");
        books.lines(invoice("I1", 100), payment("P1", "I1 1 2026-02-02")).counts(1, 0, 1, 0);
        assertThat(cache(books, "I1")).isEqualTo("1 infinity 2026-02-02 2026-02-02");
        books.lines(settled).counts(0, 0, 1, 0);
        assertThat(cache(books, "I1")).isEqualTo("101 2026-01-20 2026-01-20 2026-02-02");
        assertThat(books.value("select count(*) from allocation")).isEqualTo("1");
    }

    @Test
    void foreignCurrencySettlesInItsOwnUnitsAndRoundsOnce() {
        Books books = Books.inCny("C1");
        String invoice =
                "{'id':'I1','kind':'INVOICE','customerCode':'C1','date':'2026-01-05','amount':100.01,'currency':'USD','rate':7.12345}";
        books.lines(invoice).counts(1, 0, 0, 0);
        assertThat(books.value("select amount || ' ' || currency_amount || ' ' || minor_rate from document"))
                .isEqualTo("71242 10001 7.12345");
        // paid in dollars at another rate: covered, whatever the yuan say
        books.lines(payment("P1", 200, "I1 50.01 2026-02-02", "I1 50.00 2026-02-03")
                        .replace("'amount':200", "'amount':200,'currency':'USD','rate':6"))
                .counts(1, 0, 0, 0);
        assertThat(cache(books, "I1")).isEqualTo("712.42 2026-02-03 2026-02-02 2026-02-03");
        assertThat(books.value("select settled || ' ' || alloc_from from document where kind = 4"))
                .isEqualTo("60006 2026-02-02");
        assertThat(books.value("select string_agg(base_amount::text, ' ' order by base_amount) from allocation"))
                .isEqualTo("30000 30006");
        // yen into a yuan invoice: by base value
        books.lines(
                        invoice("I2", 100),
                        payment("P2", 2_000, "I2 2000 2026-02-02")
                                .replace("'amount':2000,'alloc", "'amount':2000,'currency':'JPY','rate':0.05,'alloc"))
                .counts(2, 0, 0, 0);
        assertThat(cache(books, "I2")).isEqualTo("100 2026-02-02 2026-02-02 2026-02-02");
        assertThat(books.get("/P2").getString("rate")).isEqualTo("0.05");
        assertThat(books.get("/P2").getString("allocations[0].amount")).isEqualTo("2000");
    }

    @Test
    void anOrderIsCalledOffByItsInvoices() {
        Books books = Books.inCny("C1", "C2");
        String call = invoice("I1", 30).replace("}", ",'orderId':'O1'}");
        books.lines(call).counts(1, 0, 0, 0);
        books.lines("{'id':'O1','kind':'ORDER','customerCode':'C1','date':'2026-01-01','amount':100}")
                .counts(1, 0, 0, 0);
        assertThat(cache(books, "O1")).isEqualTo("30 infinity 2026-01-05 2026-01-05");
        books.lines(invoice("I2", 80).replace("}", ",'orderId':'O1'}")).counts(1, 0, 0, 0);
        assertThat(cache(books, "O1")).isEqualTo("110 2026-01-05 2026-01-05 2026-01-05");
        books.lines(call.replace("'amount':30", "'amount':0")).counts(0, 0, 1, 0);
        assertThat(cache(books, "O1")).isEqualTo("80 infinity 2026-01-05 2026-01-05");
        assertThat(books.get("/I1").getString("orderId")).isEqualTo("O1");
        books.lines(invoice("I3", 1).replace("C1", "C2").replace("}", ",'orderId':'O1'}"))
                .rejects(1, "I3", "TARGET_OF_OTHER_CUSTOMER");
        // the rejected invoice is announced by its payer all the same
        books.lines(payment("P1", "I4 1 2026-01-06"), invoice("I4", 1).replace("}", ",'orderId':'I1'}"))
                .counts(1, 0, 0, 1)
                .rejects(2, "I4", "ORDER_NOT_ORDER");
        books.lines(invoice("I4", 1)).counts(1, 0, 0, 0);
        assertThat(cache(books, "I4")).isEqualTo("1 2026-01-06 2026-01-06 2026-01-06");
    }

    @Test
    void twoLedgersWithTheSameIdsDoNotSeeEachOther() {
        Books one = Books.inCny("C1");
        Books other = Books.of(ALedger.in("EUR").create(), "C1");
        one.lines(invoice("I1", 100), payment("P1", "I1 100 2026-02-02")).counts(2, 0, 0, 0);
        other.lines(invoice("I1", 7)).counts(1, 0, 0, 0);
        assertThat(cache(other, "I1")).isEqualTo("0 infinity infinity -infinity");
        assertThat(other.get("/I1").getString("amount")).isEqualTo("7.00");
        assertThat(one.get("/I1").getString("amount")).isEqualTo("100.00");
        assertThat(other.value("select count(*) || ' ' || sum(amount) from document"))
                .isEqualTo("1 700");
    }

    @Test
    void batchesOfOneLedgerAtTheSameMomentQueueAndLoseNothing() throws Exception {
        Books books = Books.inCny("C1");
        books.lines(IntStream.range(0, 200).mapToObj(i -> invoice("I" + i, 40)).toArray(String[]::new))
                .counts(200, 0, 0, 0);
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Books.Answer>> batches = IntStream.range(0, 40)
                    .<Callable<Books.Answer>>mapToObj(b -> () -> books.lines(IntStream.range(0, 200)
                            .mapToObj(i -> payment(
                                    "P" + b + "-" + i, "I" + (b % 2 == 0 ? i : 199 - i) + " 1 2026-02-0" + (1 + b % 9)))
                            .toArray(String[]::new)))
                    .toList();
            for (Future<Books.Answer> answer : senders.invokeAll(batches)) {
                answer.get().counts(200, 0, 0, 0);
            }
        } finally {
            senders.shutdown();
        }
        assertThat(
                        books.value(
                                "select count(*) || ' ' || count(distinct recorded_at) || ' ' || bool_and(later) from (select recorded_at, coalesce(recorded_at > lag(recorded_at) over (order by id), true) as later from document_batch) as b"))
                .isEqualTo("41 41 true");
        assertThat(
                        books.value(
                                "select min(settled) || ' ' || max(settled) || ' ' || count(*) from document where kind = 2 and superseded_at = 'infinity' and paid_on < 'infinity'"))
                .isEqualTo("4000 4000 200");
    }

    @Test
    void documentsAreReadPageByPage() {
        Books books = Books.inCny("C1", "C2");
        books.lines(IntStream.range(0, 25).mapToObj(i -> invoice("I" + i, 40)).toArray(String[]::new));
        books.lines(
                payment("P/1 é", "I3 2 2026-02-02", "I24 1 2026-02-02"),
                invoice("Z", 1).replace("C1", "C2"));
        for (String search : List.of(
                "?limit=7", "?customer=C1&limit=7", "?kind=INVOICE&limit=7", "?customer=C1&kind=INVOICE&limit=25")) {
            List<String> ids = new ArrayList<>();
            String cursor = "";
            while (cursor != null) {
                JsonPath page = books.get(search + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
                ids.addAll(page.getList("items.id"));
                cursor = page.getString("nextCursor");
            }
            assertThat(ids)
                    .as(search)
                    .doesNotHaveDuplicates()
                    .hasSize(
                            search.startsWith("?limit")
                                    ? 27
                                    : search.startsWith("?kind") || !search.contains("kind") ? 26 : 25);
        }
        JsonPath payment = books.get("/P%2F1%20%C3%A9");
        assertThat(payment.getString("id")).isEqualTo("P/1 é");
        assertThat(payment.getList("allocations.invoiceId")).containsExactly("I24", "I3");
        for (String bad : List.of("?limit=0", "?kind=BILL", "?cursor=!", "?customer=C1&cursor=eA")) {
            dev.assay.fixture.Api.erp().get(books.path() + bad).then().statusCode(400);
        }
        dev.assay.fixture.Api.erp()
                .get(books.path() + "?customer=NOBODY")
                .then()
                .statusCode(404);
        dev.assay.fixture.Api.erp().get(books.path() + "/NOTHING").then().statusCode(404);
    }
}
