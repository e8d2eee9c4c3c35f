package dev.assay.access;

import java.util.List;

/** The roles a caller can have; what each may do stands in {@link Permission}. */
public final class Role {

    /** Looks at customers, their grades and runs; changes nothing. */
    public static final String VIEWER = "VIEWER";
    /** The system that feeds documents, grades customers and asks for releases. */
    public static final String ERP = "ERP";
    /** Edits rules and tries them. */
    public static final String ANALYST = "ANALYST";
    /** Agrees to what others ask for, up to a limit amount. */
    public static final String APPROVER = "APPROVER";
    /** Re-grades the ledger and explains decisions. */
    public static final String CONTROLLER = "CONTROLLER";
    /** Sets up ledgers and access. */
    public static final String ADMIN = "ADMIN";

    /** All of them, from the least. */
    public static final List<String> ALL = List.of(VIEWER, ERP, ANALYST, APPROVER, CONTROLLER, ADMIN);

    private Role() {}
}
