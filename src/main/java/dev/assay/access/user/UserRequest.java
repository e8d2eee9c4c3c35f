package dev.assay.access.user;

import dev.assay.access.GrantedAccess;
import dev.assay.access.Role;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator says about a person; what is absent takes its default.
 *
 * @param ledgers absent: all
 * @param regions of the customers the person sees; absent or empty: any
 * @param approvalLimit absent: any amount
 * @param byProvider comes in by the identity provider, which also says the roles; absent: by password
 * @param expiresAt absent: never
 */
public record UserRequest(
        @Nullable String displayName,
        @Nullable List<String> roles,
        @Nullable List<String> ledgers,
        @Nullable List<String> regions,
        @Nullable List<String> departments,
        @Nullable List<String> owners,
        @Nullable BigDecimal approvalLimit,
        @Nullable Boolean byProvider,
        @Nullable Boolean locked,
        @Nullable Instant expiresAt) {

    private static final int DISPLAY_NAME_MAX = 100;
    /** As many as a filter of customers may have: a run of this person is filtered by them. */
    private static final int SCOPE_VALUES_MAX = 20;

    /** @throws dev.assay.platform.problem.Problem INVALID_CONTENT naming every field at fault */
    void check() {
        List<FieldError> errors = new ArrayList<>(GrantedAccess.check(roles, ledgers));
        if (displayName != null && displayName.length() > DISPLAY_NAME_MAX) {
            errors.add(new FieldError("/displayName", "is longer than " + DISPLAY_NAME_MAX + " characters"));
        }
        if (approvalLimit != null && approvalLimit.signum() < 0) {
            errors.add(new FieldError("/approvalLimit", approvalLimit + " is negative"));
        }
        Map.of("/regions", list(regions), "/departments", list(departments), "/owners", list(owners))
                .forEach((pointer, values) -> {
                    if (values.size() > SCOPE_VALUES_MAX) {
                        errors.add(new FieldError(pointer, "has more than " + SCOPE_VALUES_MAX + " values"));
                    }
                });
        boolean scoped = !(list(regions).isEmpty()
                && list(departments).isEmpty()
                && list(owners).isEmpty());
        if (scoped && roles != null && (roles.contains(Role.ERP) || roles.contains(Role.ADMIN))) {
            errors.add(new FieldError(
                    "/roles",
                    "ERP and ADMIN write the master data of everyone; leave regions, departments and owners out"));
        }
        if (!errors.isEmpty()) {
            throw ProblemType.INVALID_CONTENT.problem("The user can't be like this.", errors);
        }
    }

    void applyTo(UserEntity user) {
        user.displayName = displayName == null ? "" : displayName;
        user.roles = list(roles).stream().distinct().sorted().toArray(String[]::new);
        user.ledgers =
                ledgers == null ? null : ledgers.stream().distinct().sorted().toArray(String[]::new);
        user.regions = array(regions);
        user.departments = array(departments);
        user.owners = array(owners);
        user.approvalLimit = approvalLimit;
        user.byProvider = Boolean.TRUE.equals(byProvider);
        user.locked = Boolean.TRUE.equals(locked);
        user.expiresAt = expiresAt;
    }

    private static String[] array(@Nullable List<String> values) {
        return list(values).stream().distinct().sorted().toArray(String[]::new);
    }

    private static List<String> list(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }
}
