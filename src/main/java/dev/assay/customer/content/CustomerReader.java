package dev.assay.customer.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.Ledger.CustomerCodeRule;
import dev.assay.platform.problem.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a customer from JSON by the settings of one ledger, and says everything that is wrong with it at once. */
public final class CustomerReader {

    public static final List<String> FIELDS = List.of(
            "code",
            "name",
            "type",
            "taxId",
            "industry",
            "region",
            "size",
            "tags",
            "attributes",
            "contacts",
            "parentCode",
            "owner",
            "department",
            "status");
    private static final List<String> CONTACT_FIELDS = List.of("code", "name", "title", "department", "phone", "email");
    private static final int NAME_LENGTH_MAX = 200;
    private static final int TEXT_LENGTH_MAX = 100;
    private static final int TAX_ID_LENGTH_MAX = 50;
    private static final int TAG_LENGTH_MAX = 50;
    private static final int TAGS_MAX = 100;
    private static final int CONTACTS_MAX = 100;
    private static final int PHONE_LENGTH_MAX = 40;
    private static final int EMAIL_LENGTH_MAX = 254;

    private final CustomerCodeRule codeRule;
    private final AttributeValues attributes;

    public CustomerReader(Ledger ledger) {
        this.codeRule = ledger.customerCode();
        this.attributes = new AttributeValues(ledger.attributeDefinitions());
    }

    /**
     * What came of reading.
     *
     * @param draft null exactly if there are errors
     * @param code the code as far as it could be read, to name the customer in messages
     * @param malformed some error is of the JSON's shape, not only of what it says
     */
    public record Reading(
            @Nullable CustomerDraft draft, @Nullable String code, List<FieldError> errors, boolean malformed) {}

    public Reading read(JsonNode json) {
        JsonFields.Faults faults = new JsonFields.Faults();
        if (!json.isObject()) {
            faults.shape("", "this is " + JsonFields.named(json) + ", not an object with the fields of a customer");
            return new Reading(null, null, faults.all(), true);
        }
        JsonFields fields = new JsonFields(json, "", faults);
        fields.allow(FIELDS);
        CustomerDraft draft = draft(fields, faults);
        List<FieldError> errors = faults.all();
        return new Reading(errors.isEmpty() ? draft : null, draft.code(), errors, faults.malformed());
    }

    /** What is wrong with a code, null if nothing is. */
    public @Nullable String codeFault(String code) {
        String fault = PlainText.fault(code, CustomerCodeRule.LENGTH_MAX);
        if (fault != null) {
            return fault;
        }
        return codeRule.accepts(code) ? null : "doesn't match the ledger's pattern for codes, " + codeRule.pattern();
    }

    private CustomerDraft draft(JsonFields fields, JsonFields.Faults faults) {
        CustomerType type = fields.choice("type", CustomerType.ENTERPRISE);
        return new CustomerDraft(
                code(fields, "code", faults),
                fields.requiredText("name", NAME_LENGTH_MAX),
                type,
                taxId(fields, type, faults),
                fields.text("industry", TEXT_LENGTH_MAX),
                fields.text("region", TEXT_LENGTH_MAX),
                fields.text("size", TEXT_LENGTH_MAX),
                tags(fields, faults),
                attributes.read(fields.object("attributes"), "/attributes", faults),
                contacts(fields, faults),
                code(fields, "parentCode", faults),
                fields.text("owner", TEXT_LENGTH_MAX),
                fields.text("department", TEXT_LENGTH_MAX),
                fields.choice("status", CustomerStatus.ACTIVE));
    }

    private @Nullable String code(JsonFields fields, String field, JsonFields.Faults faults) {
        String code = fields.text(field, CustomerCodeRule.LENGTH_MAX);
        String fault = code == null ? null : codeFault(code);
        if (code != null && fault != null) {
            faults.content(fields.at(field), PlainText.shown(code) + " " + fault);
        }
        return code;
    }

    private static @Nullable String taxId(JsonFields fields, CustomerType type, JsonFields.Faults faults) {
        String text = fields.text("taxId", TAX_ID_LENGTH_MAX);
        if (text == null) {
            return null;
        }
        String taxId = text.toUpperCase(Locale.ROOT);
        String fault = TaxId.fault(taxId, type);
        if (fault != null) {
            faults.content(fields.at("taxId"), fault);
        }
        return taxId;
    }

    private static List<String> tags(JsonFields fields, JsonFields.Faults faults) {
        Set<String> tags = new TreeSet<>();
        fields.each("tags", TAGS_MAX, (element, pointer) -> {
            if (!element.isTextual()) {
                faults.shape(pointer, "this is " + JsonFields.named(element) + ", not a text");
                return;
            }
            String tag = JsonFields.text(element.textValue(), pointer, TAG_LENGTH_MAX, faults);
            if (tag != null) {
                tags.add(tag);
            } else if (element.textValue().isBlank()) {
                faults.content(pointer, "is blank; leave it out");
            }
        });
        return List.copyOf(tags);
    }

    private static List<Contact> contacts(JsonFields fields, JsonFields.Faults faults) {
        List<Contact> contacts = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        fields.each("contacts", CONTACTS_MAX, (element, pointer) -> {
            if (!element.isObject()) {
                faults.shape(pointer, "this is " + JsonFields.named(element) + ", not an object");
                return;
            }
            Contact contact = contact(new JsonFields(element, pointer, faults), faults);
            if (contact.code() != null && !codes.add(contact.code())) {
                faults.content(pointer + "/code", "\"" + contact.code() + "\" is the code of another contact here too");
            }
            contacts.add(contact);
        });
        return List.copyOf(contacts);
    }

    private static Contact contact(JsonFields fields, JsonFields.Faults faults) {
        fields.allow(CONTACT_FIELDS);
        String phone = fields.text("phone", PHONE_LENGTH_MAX);
        if (phone != null && !ReachableBy.phone(phone)) {
            faults.content(
                    fields.at("phone"), PlainText.shown(phone) + " is not a phone number like +86 10 1234 5678 ext. 9");
        }
        String email = fields.text("email", EMAIL_LENGTH_MAX);
        if (email != null && !ReachableBy.email(email)) {
            faults.content(
                    fields.at("email"), PlainText.shown(email) + " is not an email address like name@example.com");
        }
        return new Contact(
                fields.text("code", CustomerCodeRule.LENGTH_MAX),
                fields.requiredText("name", TEXT_LENGTH_MAX),
                fields.text("title", TEXT_LENGTH_MAX),
                fields.text("department", TEXT_LENGTH_MAX),
                phone,
                email);
    }
}
