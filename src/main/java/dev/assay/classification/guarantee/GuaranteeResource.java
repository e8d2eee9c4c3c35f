package dev.assay.classification.guarantee;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.access.Caller;
import dev.assay.access.Permission;
import dev.assay.approval.ChangeRequest;
import dev.assay.approval.ChangeRequests;
import dev.assay.customer.Customer;
import dev.assay.customer.Customers;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.ledger.Ledgers;
import dev.assay.platform.problem.FieldError;
import dev.assay.platform.problem.ProblemType;
import io.quarkus.security.PermissionsAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** What others guarantee for customers, over HTTP. */
@Path("/api/v1/ledgers/{ledger}")
public class GuaranteeResource {

    private static final int NOTE_MAX = 2_000;

    @Inject
    Ledgers ledgers;

    @Inject
    LedgerTransaction transaction;

    @Inject
    Guarantees guarantees;

    @Inject
    StoredGuarantees stored;

    @Inject
    ChangeRequests requests;

    @Inject
    Caller caller;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    /**
     * Why a guarantee doesn't count any more.
     *
     * @param note such as that it was returned, or called
     * @param endedOn from this day on; absent: today
     */
    public record End(@Nullable String note, @Nullable LocalDate endedOn) {}

    /**
     * The ledger's guarantees in one state, newest first.
     *
     * @param before only those with smaller ids: the last of the page before
     */
    @GET
    @Path("guarantees")
    @PermissionsAllowed(Permission.CREDIT_READ)
    public List<Guarantee> all(
            @PathParam("ledger") String ledgerCode,
            @QueryParam("state") @DefaultValue("ACTIVE") Guarantee.State state,
            @QueryParam("before") @DefaultValue("9223372036854775807") @Min(1) long before,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1_000) int limit) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(ledger, connection -> stored.inState(connection, ledger, state, before, limit));
    }

    /** All of a customer, newest first, also those that don't count. */
    @GET
    @Path("customers/{code}/guarantees")
    @PermissionsAllowed(Permission.CREDIT_READ)
    public List<Guarantee> list(@PathParam("ledger") String ledgerCode, @PathParam("code") String code) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.read(
                ledger,
                connection -> stored.ofCustomer(
                        connection,
                        ledger,
                        Customers.require(connection, ledger, code).id()));
    }

    /** Asks for one to be accepted; once another person agrees, the customer's next grading counts it. */
    @POST
    @Path("customers/{code}/guarantees")
    @ResponseStatus(201)
    @PermissionsAllowed(Permission.GUARANTEE_WRITE)
    public ChangeRequest ask(
            @PathParam("ledger") String ledgerCode, @PathParam("code") String code, GuaranteeRequest request) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            Customer.Identity customer = Customers.require(connection, ledger, code);
            GuaranteeRequest.Checked wanted = request.check(ledger, LocalDate.now(clock.withZone(ledger.timeZone())));
            Optional<Guarantee> replaced = guarantees.checkPlace(connection, ledger, customer.id(), Place.of(wanted));
            BigDecimal atStake =
                    replaced.map(Guarantee::accepted).orElse(BigDecimal.ZERO).max(wanted.accepted());
            long id = requests.open(
                    connection,
                    ledger,
                    new ChangeRequests.Wish(
                            guarantees.name(),
                            code,
                            customer.id(),
                            summary(ledger, code, wanted, replaced),
                            json.createObjectNode().<ObjectNode>set("wanted", json.valueToTree(wanted)),
                            atStake));
            stored.insert(connection, ledger, customer.id(), wanted, id, caller.name());
            return requests.require(connection, ledger, id);
        });
    }

    /** Ends one before its time. What of the limit rests on it can't be used from then on. */
    @POST
    @Path("customers/{code}/guarantees/{id}/end")
    @PermissionsAllowed(Permission.GUARANTEE_WRITE)
    public List<Guarantee> end(
            @PathParam("ledger") String ledgerCode,
            @PathParam("code") String code,
            @PathParam("id") long id,
            @Nullable End end) {
        Ledger ledger = ledgers.require(ledgerCode);
        return transaction.call(ledger, connection -> {
            long customer = Customers.require(connection, ledger, code).id();
            guarantees.end(
                    connection, ledger, customer, id, end == null ? null : end.endedOn(), note(end), caller.name());
            return stored.ofCustomer(connection, ledger, customer);
        });
    }

    private static String note(@Nullable End end) {
        String note = end == null || end.note() == null ? "" : end.note().strip();
        if (note.isEmpty() || note.length() > NOTE_MAX || note.indexOf('\0') >= 0) {
            throw ProblemType.INVALID_CONTENT.problem(
                    "Why does it end?",
                    List.of(new FieldError("/note", "give 1 to " + NOTE_MAX + " characters; they go on record")));
        }
        return note;
    }

    /** Who stands in isn't named: it may be a person, and the summary outlives what is known of persons. */
    private static ChangeRequest.Summary summary(
            Ledger ledger, String code, GuaranteeRequest.Checked wanted, Optional<Guarantee> replaced) {
        String base = ledger.baseCurrency().getCurrencyCode();
        String accepted = wanted.accepted().toPlainString() + " " + base;
        String share =
                wanted.acceptedShare().movePointRight(2).stripTrailingZeros().toPlainString() + " %";
        String whole = wanted.amount().toPlainString() + " " + wanted.currency();
        String before = replaced.map(each -> each.accepted().toPlainString() + " " + base)
                .orElse("");
        return new ChangeRequest.Summary(
                "客户 " + code + "：接受担保 " + accepted + "（" + zh(wanted.kind()) + " " + whole + " 的 " + share + "），自 "
                        + wanted.validFrom() + (wanted.validUntil() == null ? " 起，无期限" : " 至 " + wanted.validUntil())
                        + (before.isEmpty() ? "" : "，替换第 " + wanted.replaces() + " 号（" + before + "）"),
                "Customer " + code + ": a guarantee of " + accepted + " is accepted (" + wanted.kind() + ", " + share
                        + " of "
                        + whole + "), from " + wanted.validFrom()
                        + (wanted.validUntil() == null ? " on, without a last day" : " to " + wanted.validUntil())
                        + (before.isEmpty() ? "" : ", in place of no. " + wanted.replaces() + " (" + before + ")"));
    }

    private static String zh(Guarantee.Kind kind) {
        return switch (kind) {
            case BANK_GUARANTEE -> "银行保函";
            case LETTER_OF_CREDIT -> "信用证";
            case CREDIT_INSURANCE -> "信用保险";
            case PARENT_GUARANTEE -> "母公司担保";
            case PERSONAL_GUARANTEE -> "个人担保";
            case DEPOSIT -> "保证金";
            case PLEDGE -> "抵押或质押";
            case OTHER -> "其他";
        };
    }
}
