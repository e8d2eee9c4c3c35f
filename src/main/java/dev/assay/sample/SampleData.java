package dev.assay.sample;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A sample's files, told in the words of the API.
 *
 * @param customers NDJSON of customers
 * @param documents NDJSON of documents
 */
record SampleData(String customers, String documents) {

    private static final DateTimeFormatter DAY_FIRST =
            DateTimeFormatter.ofPattern("dd/MM/uuuu").withResolverStyle(ResolverStyle.STRICT);

    /** IBM's sample of receivables: invoices with due date, settled date and dispute flag. */
    static SampleData ibmReceivables() {
        Map<String, String> customers = new TreeMap<>();
        List<String> documents = new ArrayList<>();
        for (String[] row : rows("samples/ibm-receivables.csv.gz")) {
            customers.put(row[1], customer(row[1], row[0]));
            documents.add("""
                    {"id":"%s","kind":"INVOICE","customerCode":"%s","date":"%s","dueDate":"%s","settledOn":"%s",\
                    "amount":%s,"currency":"USD","disputed":%s}""".formatted(
                            row[3], row[1], date(row[4]), date(row[5]), date(row[8]), row[6], row[7].equals("Yes")));
        }
        return new SampleData(String.join("\n", customers.values()), String.join("\n", documents));
    }

    /** UCI's Online Retail: invoices and credit notes without due or payment dates. */
    static SampleData onlineRetail() {
        Map<String, String> customers = new TreeMap<>();
        List<String> documents = new ArrayList<>();
        for (String[] row : rows("samples/online-retail.csv.gz")) {
            customers.put(row[2], customer(row[2], row[6]));
            documents.add("""
                    {"id":"%s","kind":"%s","customerCode":"%s","date":"%s","amount":%s,"currency":"%s"}""".formatted(row[0], row[1], row[2], row[3], new BigDecimal(row[4]).abs(), row[5]));
        }
        return new SampleData(String.join("\n", customers.values()), String.join("\n", documents));
    }

    private static String customer(String code, String region) {
        return """
               {"code":"%s","name":"Customer %s","type":"ENTERPRISE","region":"%s"}""".formatted(code, code, region);
    }

    private static LocalDate date(String dayFirst) {
        return LocalDate.parse(dayFirst, DAY_FIRST);
    }

    /** The lines after the heading, cut at commas; these files quote nothing. */
    private static List<String[]> rows(String resource) {
        try (InputStream packed = SampleData.class.getClassLoader().getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IllegalStateException(resource + " is missing from the package");
            }
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8))) {
                return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static InputStream stream(String lines) {
        return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
    }
}
