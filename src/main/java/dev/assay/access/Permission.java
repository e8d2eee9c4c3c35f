package dev.assay.access;

import static dev.assay.access.Role.ADMIN;
import static dev.assay.access.Role.ANALYST;
import static dev.assay.access.Role.APPROVER;
import static dev.assay.access.Role.CONTROLLER;
import static dev.assay.access.Role.ERP;
import static dev.assay.access.Role.VIEWER;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What can be allowed, and to whom: the one table behind every endpoint, which names its permission with {@code
 * @PermissionsAllowed}. docs/permissions.md shows it endpoint by endpoint.
 */
public final class Permission {

    public static final String OWN_ACCOUNT = "own-account";
    public static final String LEDGER_READ = "ledger-read";
    public static final String LEDGER_WRITE = "ledger-write";
    public static final String CUSTOMER_READ = "customer-read";
    public static final String CUSTOMER_WRITE = "customer-write";
    public static final String DOCUMENT_READ = "document-read";
    public static final String DOCUMENT_WRITE = "document-write";
    public static final String DECISION_READ = "decision-read";
    public static final String DECISION_REPLAY = "decision-replay";
    public static final String DECISION_EXPORT = "decision-export";
    public static final String DECISION_DROP = "decision-drop";
    public static final String EVALUATE = "evaluate";
    public static final String CLASSIFY = "classify";
    public static final String PORTFOLIO_READ = "portfolio-read";
    public static final String RUN_READ = "run-read";
    public static final String RUN_START = "run-start";
    public static final String RUN_WRITE = "run-write";
    public static final String RULES_READ = "rules-read";
    public static final String RULES_WRITE = "rules-write";
    public static final String RULES_RELOAD = "rules-reload";
    public static final String RULES_APPROVE = "rules-approve";
    public static final String RULES_ACTIVATE = "rules-activate";
    public static final String CREDIT_READ = "credit-read";
    public static final String CREDIT_CHECK = "credit-check";
    public static final String HOLD_WRITE = "hold-write";
    public static final String COLLECT_WRITE = "collect-write";
    public static final String NOTE_WRITE = "note-write";
    public static final String EVENT_READ = "event-read";
    public static final String WEBHOOK_MANAGE = "webhook-manage";
    public static final String PROTECTED_READ = "protected-read";
    public static final String PERSONAL_ERASE = "personal-erase";
    public static final String OVERRIDE_WRITE = "override-write";
    public static final String GUARANTEE_WRITE = "guarantee-write";
    public static final String CHANGE_READ = "change-read";
    public static final String CHANGE_APPROVE = "change-approve";
    public static final String AUDIT_READ = "audit-read";
    public static final String ACCESS_MANAGE = "access-manage";

    /** What concerns all ledgers: nobody who is held to some of them may do it. */
    private static final Set<String> OF_INSTALLATION = Set.of(ACCESS_MANAGE, DECISION_DROP, RULES_RELOAD);

    private static final Map<String, List<String>> ROLES = roles();

    private Permission() {}

    private static Map<String, List<String>> roles() {
        Map<String, List<String>> roles = new LinkedHashMap<>();
        roles.put(OWN_ACCOUNT, Role.ALL);
        roles.put(LEDGER_READ, Role.ALL);
        roles.put(LEDGER_WRITE, List.of(ADMIN));
        roles.put(CUSTOMER_READ, Role.ALL);
        roles.put(CUSTOMER_WRITE, List.of(ERP, ADMIN));
        roles.put(DOCUMENT_READ, Role.ALL);
        roles.put(DOCUMENT_WRITE, List.of(ERP, ADMIN));
        roles.put(DECISION_READ, Role.ALL);
        roles.put(DECISION_REPLAY, List.of(ANALYST, APPROVER, CONTROLLER, ADMIN));
        roles.put(DECISION_EXPORT, List.of(CONTROLLER, ADMIN));
        roles.put(DECISION_DROP, List.of(ADMIN));
        roles.put(EVALUATE, List.of(ERP, ANALYST, CONTROLLER, ADMIN));
        roles.put(CLASSIFY, List.of(ERP, CONTROLLER, ADMIN));
        roles.put(PORTFOLIO_READ, List.of(VIEWER, ANALYST, APPROVER, CONTROLLER, ADMIN));
        roles.put(RUN_READ, List.of(VIEWER, ANALYST, APPROVER, CONTROLLER, ADMIN));
        roles.put(RUN_START, List.of(ANALYST, CONTROLLER, ADMIN));
        roles.put(RUN_WRITE, List.of(CONTROLLER, ADMIN));
        roles.put(RULES_READ, List.of(ANALYST, APPROVER, CONTROLLER, ADMIN));
        roles.put(RULES_WRITE, List.of(ANALYST, ADMIN));
        roles.put(RULES_RELOAD, List.of(ANALYST, ADMIN));
        roles.put(RULES_APPROVE, List.of(APPROVER));
        roles.put(RULES_ACTIVATE, List.of(APPROVER, CONTROLLER, ADMIN));
        roles.put(CREDIT_READ, Role.ALL);
        roles.put(CREDIT_CHECK, List.of(ERP, CONTROLLER, ADMIN));
        roles.put(HOLD_WRITE, List.of(APPROVER, CONTROLLER));
        roles.put(COLLECT_WRITE, List.of(ERP, CONTROLLER, ADMIN));
        roles.put(NOTE_WRITE, List.of(ANALYST, APPROVER, CONTROLLER, ADMIN));
        roles.put(EVENT_READ, List.of(ERP, CONTROLLER, ADMIN));
        roles.put(WEBHOOK_MANAGE, List.of(ADMIN));
        roles.put(PROTECTED_READ, List.of(CONTROLLER));
        roles.put(PERSONAL_ERASE, List.of(CONTROLLER));
        roles.put(OVERRIDE_WRITE, List.of(ANALYST, CONTROLLER));
        roles.put(GUARANTEE_WRITE, List.of(ERP, ANALYST, CONTROLLER));
        roles.put(CHANGE_READ, List.of(ANALYST, APPROVER, CONTROLLER, ADMIN));
        roles.put(CHANGE_APPROVE, List.of(APPROVER));
        roles.put(AUDIT_READ, List.of(CONTROLLER, ADMIN));
        roles.put(ACCESS_MANAGE, List.of(ADMIN));
        return roles;
    }

    /** Every permission, in the order of the table. */
    public static Set<String> all() {
        return ROLES.keySet();
    }

    /** The roles that have a permission. */
    public static List<String> rolesOf(String permission) {
        return ROLES.getOrDefault(permission, List.of());
    }

    /** What a caller may do, by his roles and what he is held to. */
    public static Set<String> of(Account account) {
        if (account.passwordExpired()) {
            return Set.of(OWN_ACCOUNT);
        }
        Set<String> permissions = new LinkedHashSet<>();
        ROLES.forEach((permission, roles) -> {
            boolean allLedgers = account.ledgers() == null;
            if (roles.stream().anyMatch(account.roles()::contains)
                    && (allLedgers || !OF_INSTALLATION.contains(permission))) {
                permissions.add(permission);
            }
        });
        return permissions;
    }
}
