package dev.assay.credit.hold;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hold of a customer by a person, or of an order by its check.
 *
 * @param orderId absent: the customer's credit is on hold
 * @param amount of the order, in the ledger's base currency
 * @param reasons codes of the checks that stopped the order, or a person's word
 * @param owner who looks after it; absent: nobody yet
 * @param requestId the request by which another person is to release it; absent: none was made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CreditHold(
        long id,
        String customerCode,
        @JsonIgnore long customerId,
        @Nullable String orderId,
        @Nullable BigDecimal amount,
        @JsonIgnore @Nullable Integer periodDays,
        List<String> reasons,
        @Nullable String owner,
        Instant raisedAt,
        String raisedBy,
        @Nullable Instant releasedAt,
        @Nullable String releasedBy,
        @Nullable String releaseNote,
        @Nullable Long requestId) {}
