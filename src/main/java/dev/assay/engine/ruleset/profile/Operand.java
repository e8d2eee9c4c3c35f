package dev.assay.engine.ruleset.profile;

import dev.assay.engine.fact.Customer;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a rule reads of a customer: a property or a custom field. */
public sealed interface Operand {

    /** As written in rules. */
    String shown();

    Kind kind();

    boolean nullable();

    /** The value, of the type that goes with the kind; a date as {@link LocalDate}. */
    @Nullable
    Object in(Customer customer);

    /** A property. */
    record Known(Property property) implements Operand {
        @Override
        public String shown() {
            return property.name();
        }

        @Override
        public Kind kind() {
            return property.kind();
        }

        @Override
        public boolean nullable() {
            return property.nullable();
        }

        @Override
        public @Nullable Object in(Customer customer) {
            return property.reader().apply(customer);
        }
    }

    /** A custom field; it may always be absent. */
    record Custom(String key, Kind kind) implements Operand {
        @Override
        public String shown() {
            return "attrs[\"" + key + "\"]";
        }

        @Override
        public boolean nullable() {
            return true;
        }

        @Override
        public @Nullable Object in(Customer customer) {
            return customer.facts().attributes().get(key);
        }
    }
}
