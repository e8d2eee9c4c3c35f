package dev.assay.customer.personal;

import dev.assay.customer.content.CustomerDraft;
import dev.assay.customer.content.CustomerType;
import dev.assay.customer.content.IdNumber;
import dev.assay.ledger.Ledger;
import dev.assay.platform.encryption.Encryption;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers of individuals, sealed before they reach the database. */
@ApplicationScoped
public class PersonalIds {

    /** What is wrong with a number that is what a client was shown. */
    public static final String MASKED =
            "is masked; send the whole number, or leave what was shown as it is in a change";

    @Inject
    Encryption encryption;

    /** A customer with the number as it is stored: sealed, if it is an individual's. */
    public CustomerDraft seal(Ledger ledger, CustomerDraft draft) {
        String taxId = draft.taxId();
        if (draft.type() != CustomerType.INDIVIDUAL
                || taxId == null
                || IdNumber.isSealed(taxId)
                || IdNumber.isMasked(taxId)) {
            return draft;
        }
        return draft.withTaxId(IdNumber.stored(taxId, encryption.encryptAlike(taxId, context(ledger))));
    }

    /** The same with the stored number, where the draft has that one, be it as it was shown. */
    public CustomerDraft keep(Ledger ledger, CustomerDraft draft, @Nullable String stored) {
        String taxId = draft.taxId();
        if (taxId == null || stored == null || !IdNumber.isSealed(stored)) {
            return draft;
        }
        boolean same = IdNumber.isSealed(taxId)
                ? IdNumber.shown(taxId).equals(IdNumber.shown(stored))
                        && open(ledger, taxId).equals(open(ledger, stored))
                : taxId.equals(IdNumber.shown(stored));
        return same && draft.type() == CustomerType.INDIVIDUAL ? draft.withTaxId(stored) : draft;
    }

    /** The whole number. */
    public String open(Ledger ledger, String stored) {
        return IdNumber.isSealed(stored) ? encryption.decrypt(IdNumber.sealed(stored), context(ledger)) : stored;
    }

    /** All forms in which a number may be stored. */
    public List<String> forms(Ledger ledger, String taxId) {
        List<String> forms = new ArrayList<>(List.of(taxId));
        encryption.alike(taxId, context(ledger)).forEach(each -> forms.add(IdNumber.stored(taxId, each)));
        return forms;
    }

    /** The number sealed by the current key; null if it is already. */
    @Nullable
    String resealed(Ledger ledger, String stored) {
        if (IdNumber.isSealed(stored) && !encryption.isStale(IdNumber.sealed(stored))) {
            return null;
        }
        String number = open(ledger, stored);
        return IdNumber.stored(number, encryption.encryptAlike(number, context(ledger)));
    }

    private static String context(Ledger ledger) {
        return "tax id " + ledger.id();
    }
}
