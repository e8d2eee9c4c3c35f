package dev.assay.approval;

import dev.assay.ledger.Ledger;
import java.sql.Connection;
import java.sql.SQLException;

/** A kind of request: what happens when people have answered. Implemented where the thing lives; one bean for each kind. */
public interface ChangeKind {

    /** As {@link ChangeRequest#kind}. */
    String name();

    /** The last approval is about to be recorded: takes the locks that {@link #approved} needs and that come before all others. */
    default void prepare(Connection connection, Ledger ledger) throws SQLException {}

    /**
     * Enough people agreed: does it, in the transaction of the last approval.
     *
     * @throws dev.assay.platform.problem.Problem CONFLICT if it can't be done any more; then the approval isn't kept
     */
    void approved(Connection connection, Ledger ledger, ChangeRequest request) throws SQLException;

    /**
     * People refused it, or whoever asked took it back: ends what waited for it, in the transaction of that answer.
     *
     * @param request in its last state
     * @param by who answered
     */
    default void refused(Connection connection, Ledger ledger, ChangeRequest request, String by) throws SQLException {}
}
