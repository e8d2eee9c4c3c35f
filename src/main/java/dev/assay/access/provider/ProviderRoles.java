package dev.assay.access.provider;

import dev.assay.access.Role;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which roles here follow from the groups or roles that a provider's token names. */
@ApplicationScoped
class ProviderRoles {

    private static final String SETTING = "assay.oidc.role-map";

    private final Map<String, String> roles = new HashMap<>();

    /** Entries such as {@code credit-heads=APPROVER}; a role's own name always counts. */
    @ConfigProperty(name = SETTING)
    Optional<List<String>> entries;

    @PostConstruct
    void read() {
        Role.ALL.forEach(role -> roles.put(role, role));
        for (String entry : entries.orElse(List.of())) {
            int equals = entry.lastIndexOf('=');
            String role = entry.substring(equals + 1).strip();
            if (equals < 1 || !Role.ALL.contains(role)) {
                throw new IllegalStateException(
                        SETTING + " has the entry \"" + entry + "\"; write them as group=ROLE with one of " + Role.ALL);
            }
            roles.put(entry.substring(0, equals).strip(), role);
        }
    }

    /** The roles that follow from a token's; names that mean nothing here are left out. */
    Set<String> of(Set<String> named) {
        Set<String> found = new HashSet<>();
        for (String name : named) {
            String role = roles.get(name);
            if (role != null) {
                found.add(role);
            }
        }
        return found;
    }
}
