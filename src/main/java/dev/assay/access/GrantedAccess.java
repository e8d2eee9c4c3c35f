package dev.assay.access;

import dev.assay.platform.problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks roles and ledgers that a request wants to give to a user or a key. */
public final class GrantedAccess {

    private GrantedAccess() {}

    /** @return what is wrong with it; empty if nothing is */
    public static List<FieldError> check(@Nullable List<String> roles, @Nullable List<String> ledgers) {
        List<FieldError> errors = new ArrayList<>();
        if (roles == null || roles.isEmpty()) {
            errors.add(new FieldError("/roles", "is missing; give at least one of " + Role.ALL));
        } else {
            for (int i = 0; i < roles.size(); i++) {
                if (!Role.ALL.contains(roles.get(i))) {
                    errors.add(new FieldError(
                            "/roles/" + i, "\"" + roles.get(i) + "\" is no role; use some of " + Role.ALL));
                }
            }
        }
        if (ledgers != null && ledgers.isEmpty()) {
            errors.add(new FieldError("/ledgers", "is empty; leave it out for all ledgers"));
        }
        return errors;
    }
}
