package dev.assay.reclassification;

import dev.assay.engine.decision.CreditLimit;
import dev.assay.reclassification.ChangeView.Standing;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** Changes of a run as tables, written as they are read. Headings are in both languages. */
final class ChangeTables {

    private static final char BYTE_ORDER_MARK = 0xFEFF;
    private static final int SHEET_ROWS_MAX = 1_048_576;
    private static final int FLUSH_ROWS = 1_000;
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private static final List<String> HEADINGS = List.of(
            "Customer 客户编码",
            "Name 名称",
            "Moved 变动",
            "Grade before 原等级",
            "Grade after 新等级",
            "Category before 原类别",
            "Category after 新类别",
            "Limit before 原额度",
            "Limit after 新额度",
            "Limit change 额度变化",
            "Pending 待审批",
            "Term before 原付款方式",
            "Term after 新付款方式",
            "Hold before 原冻结",
            "Hold after 新冻结");

    private ChangeTables() {}

    /** Where the rows come from. */
    interface Source {
        void each(RunChanges.Consumer row) throws SQLException;
    }

    /** A kind of table. */
    interface Format {
        void write(OutputStream out, Source source) throws SQLException;
    }

    /** UTF-8 with a byte order mark, by which spreadsheet programs know it. Texts that look like formulas get an apostrophe. */
    static void csv(OutputStream out, Source source) throws SQLException {
        try {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            writer.write(BYTE_ORDER_MARK);
            CSVPrinter printer = new CSVPrinter(writer, CSVFormat.RFC4180);
            printer.printRecord(HEADINGS);
            source.each(row -> {
                try {
                    printer.printRecord(cells(row.view()).stream()
                            .map(ChangeTables::harmless)
                            .toList());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            printer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One sheet, and another for each further million rows. */
    static void xlsx(OutputStream out, Source source) throws SQLException {
        try {
            Workbook workbook = new Workbook(out, "Assay", "1.0");
            Sheets sheets = new Sheets(workbook);
            source.each(row -> sheets.add(cells(row.view())));
            sheets.finish();
            workbook.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Sheets {
        private final Workbook workbook;
        private Worksheet sheet;
        private int count = 1;
        private int next;

        Sheets(Workbook workbook) {
            this.workbook = workbook;
            this.sheet = begin();
        }

        private Worksheet begin() {
            Worksheet begun = workbook.newWorksheet("Changes " + count);
            for (int column = 0; column < HEADINGS.size(); column++) {
                begun.value(0, column, HEADINGS.get(column));
                begun.style(0, column).bold().set();
            }
            begun.freezePane(1, 1);
            next = 1;
            return begun;
        }

        void add(List<@Nullable Object> cells) {
            try {
                if (next == SHEET_ROWS_MAX) {
                    sheet.finish();
                    count++;
                    sheet = begin();
                }
                for (int column = 0; column < cells.size(); column++) {
                    put(column, cells.get(column));
                }
                next++;
                if (next % FLUSH_ROWS == 0) {
                    sheet.flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void put(int column, @Nullable Object value) {
            if (value instanceof BigDecimal amount) {
                sheet.value(next, column, amount);
            } else if (value instanceof Boolean flag) {
                sheet.value(next, column, flag);
            } else if (value != null) {
                sheet.value(next, column, value.toString());
            }
        }

        void finish() throws IOException {
            sheet.finish();
        }
    }

    private static List<@Nullable Object> cells(ChangeView change) {
        Standing before = change.before();
        Standing after = change.after();
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(change.customerCode());
        cells.add(change.customerName());
        cells.add(change.moved());
        cells.add(before == null ? null : before.grade());
        cells.add(after.grade());
        cells.add(before == null ? null : before.category());
        cells.add(after.category());
        cells.add(before == null ? null : limit(before.creditLimit()));
        cells.add(limit(after.creditLimit()));
        cells.add(change.limitChange());
        cells.add(after.creditLimit().status() == CreditLimit.Status.PENDING);
        cells.add(before == null ? null : term(before));
        cells.add(term(after));
        cells.add(before == null ? null : before.hold());
        cells.add(after.hold());
        return cells;
    }

    private static Object limit(CreditLimit limit) {
        return limit.amount() == null ? limit.type().name() : limit.amount();
    }

    private static String term(Standing standing) {
        Integer days = standing.paymentTerm().creditPeriodDays();
        return standing.paymentTerm().type() + (days == null ? "" : " " + days);
    }

    private static @Nullable Object harmless(@Nullable Object cell) {
        return cell instanceof String text && !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : cell;
    }
}
