package dev.assay.platform;

import dev.assay.platform.problem.Problem;
import dev.assay.platform.problem.ProblemType;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses bodies above {@code assay.http.body-bytes-max} before they fill the memory, announced or not. */
@Provider
public class BodyLimit implements ContainerRequestFilter {

    @ConfigProperty(name = "assay.http.body-bytes-max")
    long bytesMax;

    @Context
    @Inject
    ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        if (resource.getResourceMethod() == null
                || resource.getResourceMethod().isAnnotationPresent(StreamedBody.class)
                || !request.hasEntity()) {
            return;
        }
        if (request.getLength() > bytesMax) {
            throw tooLarge(bytesMax);
        }
        request.setEntityStream(new Limited(request.getEntityStream(), bytesMax));
    }

    private static Problem tooLarge(long bytesMax) {
        return ProblemType.BODY_TOO_LARGE.problem(
                "This resource takes bodies of at most " + bytesMax + " bytes; send the data in several requests.");
    }

    private static final class Limited extends FilterInputStream {
        private final long bytesMax;
        private long bytesRead;

        Limited(InputStream in, long bytesMax) {
            super(in);
            this.bytesMax = bytesMax;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int more) {
            bytesRead += more;
            if (bytesRead > bytesMax) {
                throw tooLarge(bytesMax);
            }
        }
    }
}
