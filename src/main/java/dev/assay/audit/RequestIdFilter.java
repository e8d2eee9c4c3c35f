package dev.assay.audit;

import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Answers carry the id under which their request is on record. */
class RequestIdFilter {

    @ServerResponseFilter
    void answer(ContainerResponseContext response) {
        String id = RequestOrigin.current().requestId();
        if (!id.isEmpty()) {
            response.getHeaders().putSingle(RequestOrigin.REQUEST_ID, id);
        }
    }
}
