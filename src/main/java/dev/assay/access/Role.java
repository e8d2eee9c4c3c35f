package dev.assay.access;

/** The roles a caller can have; what each may do stands at the resource methods. */
public final class Role {

    /** The system that feeds documents, grades customers and asks for releases. */
    public static final String ERP = "ERP";
    /** Edits rules and tries them. */
    public static final String ANALYST = "ANALYST";
    /** Re-grades the ledger and explains decisions. */
    public static final String CONTROLLER = "CONTROLLER";
    /** Sets up ledgers and access. */
    public static final String ADMIN = "ADMIN";

    private Role() {}
}
