package dev.assay.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.fixture.Api;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service as a process of its own, on a port of its own, with its embedded database under a given folder. */
final class PackagedService implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final List<String> output;
    private final int port;

    private PackagedService(Process process, List<String> output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /** Starts the service and returns once it listens; settings are variables of its environment. */
    static PackagedService start(Path data, Map<String, String> settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        // most of the time of a service that lives for a minute goes into compiling it
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar")
                .redirectErrorStream(true);
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().put("ASSAY_DATA_DIR", data.toString());
        builder.environment().put("ASSAY_BOOTSTRAP_API_KEY", Api.ERP_KEY);
        builder.environment().put("ASSAY_BOOTSTRAP_ADMIN_PASSWORD", Api.ADMIN_PASSWORD);
        builder.environment().put("ASSAY_SAMPLES", "false");
        builder.environment().putAll(settings);
        Process process = builder.start();
        List<String> output = new ArrayList<>();
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            output.add(line);
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                Thread drain = new Thread(() -> drain(reader));
                drain.setDaemon(true);
                drain.start();
                return new PackagedService(process, output, Integer.parseInt(listens.group(1)));
            }
        }
        throw new AssertionError("The service ended before it listened:\n" + String.join("\n", output));
    }

    /** Reads on, so that the service never waits for a reader; ends with the process. */
    private static void drain(BufferedReader reader) {
        try {
            reader.lines().forEach(rest -> {});
        } catch (UncheckedIOException e) {
            // the process was stopped while it wrote
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What it printed until it listened. */
    List<String> output() {
        return output;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As the kernel or a careless operator would: without a chance to clean up. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** It does nothing at all and keeps everything, as on a machine that swaps or is moved, until it goes on. */
    void stall() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).as("kill " + signal).isZero();
    }

    /** As an operator would, unless it was killed. */
    @Override
    public void close() throws InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        process.destroy();
        assertThat(process.waitFor()).as("exit code after SIGTERM").isIn(0, 143);
    }
}
