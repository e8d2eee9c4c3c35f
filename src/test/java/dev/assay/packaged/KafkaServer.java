package dev.assay.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/** A real Kafka server as a process of its own on loopback, which can be killed and started again. */
final class KafkaServer implements AutoCloseable {

    private final Path folder;
    private final int port;
    private Process process;

    /** Formats its storage and starts it; it may take some seconds to answer. */
    KafkaServer(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.port = freePort();
        Files.writeString(settings(), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%1$d
                listeners=PLAINTEXT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%1$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                num.partitions=3
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=1
                """.formatted(freePort(), port, folder.resolve("data")));
        Process format = run(
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                Uuid.randomUuid().toString(),
                "--config",
                settings().toString());
        assertThat(format.waitFor()).as(this::output).isZero();
        start();
    }

    void start() throws IOException {
        process = run("kafka.Kafka", settings().toString());
    }

    /** As a power failure would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    private Process run(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ManagementFactory.getRuntimeMXBean().getClassPath(),
                main));
        Stream.of(arguments).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path settings() {
        return folder.resolve("server.properties");
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    private String output() {
        try {
            return Files.readString(log(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
