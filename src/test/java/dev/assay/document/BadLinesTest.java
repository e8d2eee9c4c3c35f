package dev.assay.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.document.content.RejectionCode;
import dev.assay.fixture.ALedger;
import dev.assay.fixture.ServiceTest;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every bad line is rejected with its code, the value and a fix; the good lines around it are recorded. */
@ServiceTest
class BadLinesTest {
    private static final String INVOICE = "'kind':'INVOICE','customerCode':'C1','date':'2026-01-05'";
    private static final String PAYMENT = "'kind':'PAYMENT','customerCode':'C1','date':'2026-01-05'";

    /** Line → code and what the message must contain. {@code #} stands for the line's own id. */
    private static Map<String, String> cases() {
        Map<String, String> cases = new LinkedHashMap<>();
        // text
        cases.put("{'id':'#','kind':'INVOICE','customerCode':'C1'", "MALFORMED_JSON mend the line");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1} {}", "MALFORMED_JSON one document per line");
        cases.put("[{'id':'#'}]", "WRONG_TYPE one document {…} per line");
        cases.put("{'id':'#'," + INVOICE + ",'amount':01}", "MALFORMED_JSON column");
        cases.put("{'id':'#'," + INVOICE + ",'amount':NaN}", "MALFORMED_JSON column");
        cases.put("{'id':'#',\u0000" + INVOICE + ",'amount':1}", "CONTROL_CHARACTER remove it");
        cases.put("{'id':'#','customerCode':'C\\u0000'," + "'amount':1}", "CONTROL_CHARACTER U+0000 at position 2");
        cases.put("{'id':'#','customerCode':'\\ud800'}", "INVALID_UTF8 half a surrogate");
        cases.put("\u0001bad-utf8", "INVALID_UTF8 encode it as UTF-8");
        cases.put("\u0001overlong", "INVALID_UTF8 encode it as UTF-8");
        cases.put("\u0001too-long", "LINE_TOO_LONG 1048576 bytes");
        // fields
        cases.put("{'id':'#'," + INVOICE + ",'amount':1,'amout':2}", "UNKNOWN_FIELD \"amout\"");
        cases.put(
                "{'id':'#'," + PAYMENT + ",'amount':9,'allocations':[{'invoice':'X'}]}",
                "UNKNOWN_FIELD allocations/0/invoice");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1,'amount':1}", "DUPLICATE_FIELD amount");
        cases.put("{" + INVOICE + ",'amount':1}", "MISSING_FIELD id is missing");
        cases.put("{'id':'#'," + INVOICE + "}", "MISSING_FIELD amount is missing");
        cases.put("{'id':'#'," + INVOICE + ",'amount':null}", "MISSING_FIELD amount is missing");
        cases.put("{'id':'#'," + INVOICE + ",'amount':'1'}", "WRONG_TYPE a number without quotes");
        cases.put("{'id':'#'," + INVOICE + ",'amount':{'value':[1,{'id':'other'}]}}", "WRONG_TYPE amount is an object");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1,'disputed':'yes'}", "WRONG_TYPE true or false");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1,'dueDate':20260101}", "WRONG_TYPE yyyy-MM-dd");
        cases.put("{'id':'#'," + PAYMENT + ",'amount':1,'allocations':{}}", "WRONG_TYPE an array");
        cases.put("{'id':'#'," + PAYMENT + ",'amount':1,'allocations':[7]}", "WRONG_TYPE allocations/0 is 7");
        cases.put("{'id':17," + INVOICE + ",'amount':1}", "WRONG_TYPE id is 17");
        cases.put("{'id':'" + "x".repeat(65) + "'," + INVOICE + ",'amount':1}", "TEXT_TOO_LONG at most 64");
        cases.put(
                "{'id':'#','kind':'INVOICE','customerCode':'C12345678901234567890','date':'2026-01-05','amount':1}",
                "TEXT_TOO_LONG 21 characters; at most 20");
        cases.put("{'id':''," + INVOICE + ",'amount':1}", "BLANK_TEXT must not be empty");
        cases.put("{'id':'# '," + INVOICE + ",'amount':1}", "BLANK_TEXT begin or end with a blank");
        cases.put(
                "{'id':'#','kind':'INVOICES','customerCode':'C1','date':'2026-01-05','amount':1}",
                "UNKNOWN_KIND ORDER, INVOICE, CREDIT_NOTE, PAYMENT");
        cases.put("{'id':'#'," + PAYMENT + ",'amount':1,'dueDate':'2026-02-01'}", "FIELD_NOT_ALLOWED dueDate");
        cases.put("{'id':'#'," + PAYMENT + ",'amount':1,'prepaid':true}", "FIELD_NOT_ALLOWED prepaid");
        cases.put("{'id':'#'," + PAYMENT + ",'amount':1,'orderId':'O'}", "FIELD_NOT_ALLOWED orderId");
        cases.put(
                "{'id':'#'," + INVOICE
                        + ",'amount':1,'allocations':[{'invoiceId':'X','amount':1,'date':'2026-01-05'}]}",
                "FIELD_NOT_ALLOWED settledOn");
        cases.put(
                "{'id':'#','kind':'INVOICE','customerCode':'C1','date':'2012-02-30','amount':1}",
                "INVALID_DATE date is \"2012-02-30\"; there is no such day");
        cases.put(
                "{'id':'#','kind':'INVOICE','customerCode':'C1','date':'05.01.2026','amount':1}",
                "INVALID_DATE yyyy-MM-dd");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1,'dueDate':'0001-01-01'}", "DATE_OUT_OF_RANGE 1900-01-01");
        // money
        cases.put("{'id':'#'," + INVOICE + ",'amount':-1}", "NEGATIVE_AMOUNT -1");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1.005}", "AMOUNT_TOO_PRECISE CNY has 2 decimals");
        cases.put(
                "{'id':'#'," + INVOICE + ",'amount':1.5,'currency':'JPY','rate':0.05}",
                "AMOUNT_TOO_PRECISE JPY has 0 decimals");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1e-999999999}", "AMOUNT_TOO_PRECISE send no more");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1e999999999}", "AMOUNT_TOO_LARGE split the document");
        cases.put(
                "{'id':'#'," + INVOICE + ",'amount':92233720368547758.08}",
                "AMOUNT_TOO_LARGE at most 10000000000000.00 CNY");
        cases.put("{'id':'#'," + INVOICE + ",'amount':" + "9".repeat(500) + "}", "AMOUNT_TOO_LARGE 500 characters");
        cases.put(
                "{'id':'#'," + INVOICE + ",'amount':9000000000000,'currency':'USD','rate':7}",
                "AMOUNT_TOO_LARGE check the rate");
        cases.put("{'id':'#'," + INVOICE + ",'amount':0.01,'currency':'USD','rate':0.1}", "AMOUNT_VANISHES void");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1,'currency':'EURO','rate':7}", "UNKNOWN_CURRENCY EURO");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1,'currency':'XAU','rate':7}", "UNKNOWN_CURRENCY XAU");
        cases.put(
                "{'id':'#'," + INVOICE + ",'amount':1,'currency':'USD'}", "MISSING_RATE how many CNY one USD is worth");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1,'currency':'USD','rate':0}", "INVALID_RATE above 0");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1,'currency':'USD','rate':1e99}", "INVALID_RATE above 0");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1,'currency':'CNY','rate':1.1}", "RATE_NOT_ONE leave rate out");
        // allocations
        cases.put(
                "{'id':'#'," + PAYMENT
                        + ",'amount':1,'allocations':[{'invoiceId':'W','amount':0,'date':'2026-01-05'}]}",
                "ZERO_ALLOCATION allocations/0/amount");
        cases.put(
                "{'id':'#'," + PAYMENT
                        + ",'amount':1,'allocations':[{'invoiceId':'W','amount':-1,'date':'2026-01-05'}]}",
                "NEGATIVE_AMOUNT allocations/0/amount");
        cases.put(
                "{'id':'#'," + PAYMENT + ",'amount':1,'allocations':[{'amount':1,'date':'2026-01-05'}]}",
                "MISSING_FIELD allocations/0/invoiceId");
        cases.put(
                "{'id':'#'," + PAYMENT
                        + ",'amount':1,'allocations':[{'invoiceId':'W','amount':1,'date':'2026-01-04'}]}",
                "ALLOCATION_BEFORE_DOCUMENT 2026-01-05");
        cases.put(
                "{'id':'#'," + PAYMENT
                        + ",'amount':1,'allocations':[{'invoiceId':'W','amount':0.99,'date':'2026-01-05'},{'invoiceId':'V','amount':0.02,'date':'2026-01-05'}]}",
                "ALLOCATIONS_EXCEED_DOCUMENT 1.00 CNY");
        cases.put(
                "{'id':'#'," + PAYMENT
                        + ",'amount':0,'allocations':[{'invoiceId':'W','amount':1,'date':'2026-01-05'}]}",
                "VOID_WITH_ALLOCATIONS leave allocations out");
        cases.put(
                "{'id':'#'," + INVOICE + ",'amount':0,'settledOn':'2026-01-06'}",
                "VOID_WITH_ALLOCATIONS leave settledOn out");
        cases.put("\u0001too-many", "TOO_MANY_ALLOCATIONS 10000");
        // against the ledger: I-OWN, O-OWN and P-OWN belong to C1, I-OTHER to C2
        cases.put(
                "{'id':'#','kind':'INVOICE','customerCode':'NOBODY','date':'2026-01-05','amount':1}",
                "UNKNOWN_CUSTOMER NOBODY");
        cases.put(
                "{'id':'#','kind':'INVOICE','customerCode':'ELSEWHERE','date':'2026-01-05','amount':1}",
                "UNKNOWN_CUSTOMER ELSEWHERE");
        cases.put(
                "{'id':'I-OWN'," + PAYMENT + ",'amount':100}",
                "KIND_CHANGED stored as INVOICE and can't become PAYMENT");
        cases.put("{'id':'I-OTHER'," + INVOICE + ",'amount':100}", "CUSTOMER_CHANGED stored for customer C2");
        cases.put(
                "{'id':'#'," + PAYMENT
                        + ",'amount':1,'allocations':[{'invoiceId':'P-OWN','amount':1,'date':'2026-01-05'}]}",
                "TARGET_NOT_INVOICE P-OWN");
        cases.put(
                "{'id':'#'," + PAYMENT
                        + ",'amount':1,'allocations':[{'invoiceId':'#','amount':1,'date':'2026-01-05'}]}",
                "TARGET_NOT_INVOICE send the id of an invoice");
        cases.put(
                "{'id':'#'," + PAYMENT
                        + ",'amount':1,'allocations':[{'invoiceId':'I-OTHER','amount':1,'date':'2026-01-05'}]}",
                "TARGET_OF_OTHER_CUSTOMER I-OTHER");
        cases.put("{'id':'#'," + INVOICE + ",'amount':1,'orderId':'I-OWN'}", "ORDER_NOT_ORDER I-OWN");
        cases.put(
                "{'id':'#'," + PAYMENT
                        + ",'amount':200,'allocations':[{'invoiceId':'I-OWN','amount':100.01,'date':'2026-01-05'}]}",
                "OVER_ALLOCATED I-OWN");
        cases.put("{'id':'WAITED-FOR'," + PAYMENT + ",'amount':1}", "ANNOUNCED_DIFFERENTLY INVOICE");
        cases.put("\u0001duplicate", "DUPLICATE_ID other content");
        return cases;
    }

    private static byte[] bytes(String line, String id) {
        return switch (line) {
            case "\u0001bad-utf8" -> ("{\"id\":\"" + id + "\u00ff").getBytes(StandardCharsets.ISO_8859_1);
            case "\u0001overlong" -> "{\"id\":\"\u00c1\u0081\"}".getBytes(StandardCharsets.ISO_8859_1);
            case "\u0001too-long" -> ("{\"id\":\"" + "x".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);
            case "\u0001too-many" ->
                ("{\"id\":\"" + id + "\",\"allocations\":[" + "{},".repeat(10_000) + "{}]}")
                        .getBytes(StandardCharsets.UTF_8);
            case "\u0001duplicate" ->
                ("{'id':'GOOD-1-" + id + "'," + INVOICE + ",'amount':2}")
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8);
            default -> line.replace("#", id).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        };
    }

    private static Books books() {
        Books.of(ALedger.inCny().create(), "ELSEWHERE");
        Books books = Books.inCny("C1", "C2");
        books.lines(
                        "{'id':'I-OWN'," + INVOICE + ",'amount':100}",
                        "{'id':'P-OWN'," + PAYMENT
                                + ",'amount':100,'allocations':[{'invoiceId':'WAITED-FOR','amount':1,'date':'2026-01-05'}]}",
                        "{'id':'I-OTHER','kind':'INVOICE','customerCode':'C2','date':'2026-01-05','amount':100}")
                .counts(3, 0, 0, 0);
        return books;
    }

    @Test
    void eachIsRejectedWithItsCodeAndItsNeighboursAreRecorded() throws Exception {
        Books books = books();
        int number = 0;
        for (Map.Entry<String, String> badLine : cases().entrySet()) {
            String id = "N" + number++;
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.write(("{'id':'GOOD-1-" + id + "'," + INVOICE + ",'amount':1}\n")
                    .replace('\'', '"')
                    .getBytes(StandardCharsets.UTF_8));
            body.write(bytes(badLine.getKey(), id));
            body.write(("\n{'id':'GOOD-2-" + id + "'," + INVOICE + ",'amount':1}")
                    .replace('\'', '"')
                    .getBytes(StandardCharsets.UTF_8));
            JsonPath answer = books.post(body.toByteArray(), "application/x-ndjson")
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            int space = badLine.getValue().indexOf(' ');
            String code = badLine.getValue().substring(0, space);
            assertThat(List.of(answer.getInt("accepted"), answer.getInt("rejected")))
                    .as("%s%n%s", badLine.getKey(), answer.prettify())
                    .containsExactly(2, 1);
            assertThat(answer.getInt("errors[0].line")).isEqualTo(2);
            assertThat(answer.getString("errors[0].code")).as(answer.prettify()).isEqualTo(code);
            assertThat(answer.getString("errors[0].message"))
                    .contains(badLine.getValue().substring(space + 1));
        }
        assertThat(books.value("select count(*) from document")).isEqualTo(String.valueOf(3 + 2 * number));
    }

    @Test
    void everyCodeIsTried() {
        Set<RejectionCode> tried = EnumSet.noneOf(RejectionCode.class);
        cases().values().forEach(value -> tried.add(RejectionCode.valueOf(value.split(" ")[0])));
        assertThat(tried).isEqualTo(EnumSet.allOf(RejectionCode.class));
    }

    @Test
    void theIdIsToldEvenWhenItStandsBehindTheFault() {
        Books.inCny("C1")
                .lines("{'rate':{'id':'nested'},'amount':-1,'id':'LATE'," + INVOICE + "}", "{'kind':7,'id':'LATER'}")
                .rejects(1, "LATE", "WRONG_TYPE")
                .rejects(2, "LATER", "WRONG_TYPE");
    }
}
