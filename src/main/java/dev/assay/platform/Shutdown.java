package dev.assay.platform;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The end of the service: requests have been answered, then the embedded database stops. */
@ApplicationScoped
class Shutdown {

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        Main.stopDatabase();
    }
}
