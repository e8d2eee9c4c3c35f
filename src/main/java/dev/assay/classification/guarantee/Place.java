package dev.assay.classification.guarantee;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What of a guarantee says where it belongs among those of its customer.
 *
 * @param validUntil null: no last day
 * @param replaces id of the one it takes the place of
 */
record Place(
        Guarantee.Kind kind,
        String issuer,
        String reference,
        LocalDate validFrom,
        @Nullable LocalDate validUntil,
        @Nullable Long replaces) {

    static Place of(Guarantee guarantee) {
        return new Place(
                guarantee.kind(),
                guarantee.issuer(),
                guarantee.reference(),
                guarantee.validFrom(),
                guarantee.validUntil(),
                guarantee.replaces());
    }

    static Place of(GuaranteeRequest.Checked wanted) {
        return new Place(
                wanted.kind(),
                wanted.issuer(),
                wanted.reference(),
                wanted.validFrom(),
                wanted.validUntil(),
                wanted.replaces());
    }

    /** Of one whose customer was erased nobody knows. */
    boolean isSameDocumentAs(Guarantee other) {
        return kind == other.kind()
                && issuer.equals(other.issuer())
                && reference.equals(other.reference())
                && !other.reference().isEmpty();
    }

    boolean overlaps(Guarantee other) {
        LocalDate ended = other.endedOn();
        LocalDate lasts = other.validUntil();
        boolean over = ended != null && !ended.isAfter(validFrom) || lasts != null && lasts.isBefore(validFrom);
        return !over && (validUntil == null || !validUntil.isBefore(other.validFrom()));
    }
}
