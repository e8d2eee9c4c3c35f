package dev.assay.customer;

import dev.assay.customer.content.AttributeValues;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds customers by any of their fields: by code, or the most alike name first. */
@ApplicationScoped
class SearchCustomers {

    @Inject
    LedgerTransaction transaction;

    /** @param nextCursor null on the last page */
    record Page(List<CustomerView> items, @Nullable String nextCursor) {}

    Page search(Ledger ledger, CustomerFilter filter, @Nullable String cursor, int limit) {
        PageCursor after =
                cursor == null ? null : PageCursor.decode(cursor, filter.fingerprint(), filter.terms() != null);
        return transaction.read(ledger, connection -> {
            CustomerHits search = new CustomerHits(connection, ledger, filter);
            List<CustomerHits.Hit> hits = search.after(after, limit + 1);
            boolean more = hits.size() > limit;
            List<CustomerHits.Hit> page = more ? hits.subList(0, limit) : hits;
            String next =
                    more ? page.get(limit - 1).cursor(filter.fingerprint()).encode() : null;
            return new Page(views(ledger, page), next);
        });
    }

    private static List<CustomerView> views(Ledger ledger, List<CustomerHits.Hit> hits) {
        AttributeValues values = CustomerRecords.values(ledger);
        Map<Long, CustomerEntity> byId =
                CustomerEntity.listWithParents(
                                hits.stream().map(CustomerHits.Hit::id).toList())
                        .stream()
                        .collect(Collectors.toMap(entity -> entity.id, Function.identity()));
        return hits.stream()
                .map(hit -> CustomerView.of(Objects.requireNonNull(byId.get(hit.id())), values, List.of()))
                .toList();
    }
}
