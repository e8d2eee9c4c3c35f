package dev.assay.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.fixture.ServiceTest;
import org.junit.jupiter.api.Test;

@ServiceTest
class DocumentIntakeTest {

    @Test
    void aBatchIsRecordedAndTheSameBatchAgainChangesNothing() {
        Books books = Books.inCny("C1", "C2");
        String[] batch = {
            "{'id':'I1','kind':'INVOICE','customerCode':'C1','date':'2026-01-05','dueDate':'2026-02-04','amount':100.00}",
            "{'id':'P1','kind':'PAYMENT','customerCode':'C1','date':'2026-02-01','amount':60,'allocations':[{'invoiceId':'I1','amount':60,'date':'2026-02-02'}]}",
            "{'id':'O1','kind':'ORDER','customerCode':'C2','date':'2026-01-05','amount':5,'deliveryDate':'2026-03-01'}",
            "{'id':'I2','kind':'INVOICE','customerCode':'C2','date':'2026-01-05','amount':3,'orderId':'O1'}"
        };
        books.lines(batch).counts(4, 0, 0, 0);
        books.lines(batch).counts(0, 4, 0, 0);
        assertThat(books.value("select count(*) from document")).isEqualTo("4");
        assertThat(
                        books.value(
                                "select string_agg(settled::text || ' ' || paid_on, ',' order by key) from document where kind in (1,2)"))
                .contains("6000 infinity")
                .contains("300 infinity");
    }
}
