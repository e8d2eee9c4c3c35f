package dev.assay.reclassification;

import dev.assay.ledger.Ledger;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the customers of a run went from grade to grade; the ones that stayed are there too. */
public record MigrationView(List<Cell> cells) {

    /**
     * Customers with one grade before and one after.
     *
     * @param from null: never graded
     * @param customers how many there are
     * @param moved of these, how many have another grade, category, limit, term or hold
     * @param limitBefore the sum of their limits that may be used, unlimited ones left out
     */
    public record Cell(
            @Nullable String from,
            String to,
            long customers,
            long moved,
            BigDecimal limitBefore,
            BigDecimal limitAfter) {}

    /** Reads cells in the order of {@link Cell}, with '' for never graded and limits in minor units. */
    static MigrationView read(PreparedStatement query, Ledger ledger) throws SQLException {
        List<Cell> cells = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String from = row.getString(1);
                int scale = ledger.baseScale();
                cells.add(new Cell(
                        from.isEmpty() ? null : from,
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getBigDecimal(5).movePointLeft(scale).setScale(scale),
                        row.getBigDecimal(6).movePointLeft(scale).setScale(scale)));
            }
        }
        return new MigrationView(cells);
    }
}
