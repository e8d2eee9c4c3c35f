package dev.assay.customer;

import dev.assay.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a customer's place below its parent. */
public final class CustomerParents {

    /** How many customers may stand above one; groups of companies have a handful. */
    public static final int LEVELS_MAX = 30;

    private CustomerParents() {}

    /** Gives the code of a stored customer's parent, null for one at the top. */
    public interface ParentOf {
        @Nullable
        String apply(String code);
    }

    public static String missing(Ledger ledger, String parentCode) {
        return "customer \"" + parentCode + "\" doesn't exist in ledger \"" + ledger.code()
                + "\"; create it first, or send both in one batch";
    }

    /** What is wrong with an existing parent, null if nothing is: it may not stand below its child, nor too deep. */
    public static @Nullable String fault(String code, String parentCode, ParentOf parentOf) {
        if (parentCode.equals(code)) {
            return "\"" + code + "\" is the customer itself; a customer can't be its own parent";
        }
        List<String> chain = new ArrayList<>();
        for (String above = parentCode; above != null; above = parentOf.apply(above)) {
            chain.add(above);
            if (above.equals(code)) {
                return "\"" + parentCode + "\" stands below this customer already (" + String.join(" → ", chain)
                        + "); parents can't form a ring";
            }
            if (chain.size() > LEVELS_MAX) {
                return "\"" + parentCode + "\" has " + LEVELS_MAX
                        + " customers above it already; no chain of parents may be longer";
            }
        }
        return null;
    }
}
