package dev.assay.customer;

import dev.assay.customer.content.CustomerDraft;
import dev.assay.customer.content.IdNumber;
import dev.assay.customer.content.SearchableName;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.Ledger.DuplicatePolicy;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Customers of one ledger that share a name or a tax id; what comes of it is the ledger's policy. */
public final class Duplicates {

    private Duplicates() {}

    /**
     * What to warn of in a draft. What it doesn't change against {@code before} is no news and isn't looked at.
     *
     * @throws dev.assay.platform.problem.Problem DUPLICATE if the ledger refuses duplicates and there is one
     */
    static List<FieldError> check(
            Connection connection, Ledger ledger, CustomerDraft draft, @Nullable CustomerDraft before)
            throws SQLException {
        List<FieldError> found = new ArrayList<>();
        String key = SearchableName.of(draft.name()).key();
        if (before == null || !key.equals(SearchableName.of(before.name()).key())) {
            String holder = holder(connection, ledger, "name_key", key, draft);
            if (holder != null) {
                found.add(sameName(draft.name(), holder));
            }
        }
        String taxId = draft.taxId();
        if (taxId != null && (before == null || !taxId.equals(before.taxId()))) {
            String holder = holder(connection, ledger, "tax_id", taxId, draft);
            if (holder != null) {
                found.add(sameTaxId(taxId, holder));
            }
        }
        if (!found.isEmpty() && ledger.duplicatePolicy() == DuplicatePolicy.REFUSE) {
            throw ProblemType.DUPLICATE.problem(
                    "The ledger refuses a second customer with the same name or tax id; change that one instead.",
                    found);
        }
        return found;
    }

    public static FieldError sameName(String name, String holder) {
        return new FieldError("/name", "customer \"" + holder + "\" has the name \"" + name + "\" too");
    }

    public static FieldError sameTaxId(String taxId, String holder) {
        return new FieldError("/taxId", "customer \"" + holder + "\" has the tax id " + IdNumber.shown(taxId) + " too");
    }

    private static @Nullable String holder(
            Connection connection, Ledger ledger, String column, String value, CustomerDraft draft)
            throws SQLException {
        // The first other code from the column's own index.
        try (PreparedStatement select = connection.prepareStatement("""
                select min(code) from customer where ledger_id = ? and %s = ? and code <> ?
                """.formatted(column))) {
            select.setInt(1, ledger.id());
            select.setString(2, value);
            select.setString(3, Objects.requireNonNull(draft.code()));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
