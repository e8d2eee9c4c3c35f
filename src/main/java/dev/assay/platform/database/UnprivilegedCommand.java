package dev.assay.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How to run a program that refuses to run as root.
 *
 * <p>An ordinary user needs nothing. Root enters a user namespace, in which it is nobody but keeps its access to files; where the
 * kernel forbids that, root becomes the user 65534 ("nobody") and gives it the folder.
 *
 * @param prefix words that go before the program
 */
record UnprivilegedCommand(List<String> prefix, boolean changesOwner) {

    private static final String NOBODY = "65534";

    static UnprivilegedCommand detect(Path folder) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new UnprivilegedCommand(List.of(), false);
        }
        List<String> namespace = List.of("unshare", "-U", "--");
        if (works(namespace)) {
            return new UnprivilegedCommand(namespace, false);
        }
        List<String> nobody = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");
        if (works(nobody)) {
            return new UnprivilegedCommand(nobody, true);
        }
        throw new IOException("running as root, and neither `unshare -U` nor `setpriv` works here to start PostgreSQL "
                + "without root's rights; run as another user, or set QUARKUS_DATASOURCE_JDBC_URL (data folder: "
                + folder
                + ")");
    }

    private static boolean works(List<String> prefix) throws IOException {
        try {
            return run(prefix, List.of("true")) == 0;
        } catch (IOException e) {
            return false; // the program isn't installed: the next way is tried
        }
    }

    /** Gives a folder to the user the programs run as. */
    void own(Path folder) throws IOException {
        if (changesOwner
                && Files.exists(folder)
                && run(List.of(), List.of("chown", "-R", NOBODY, folder.toString())) != 0) {
            throw new IOException("could not give " + folder + " to user " + NOBODY);
        }
    }

    private static int run(List<String> prefix, List<String> program) throws IOException {
        List<String> all = new java.util.ArrayList<>(prefix);
        all.addAll(program);
        try {
            return new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
