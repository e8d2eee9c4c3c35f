package dev.assay.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server on a loopback port, with its programs, data and password under one folder.
 *
 * <p>Durability is on ({@code fsync}, {@code synchronous_commit}). A server that outlived its killed JVM is stopped at the next
 * start, which rolls back whatever that JVM had not committed. The service connects as the plain role {@code assay}, so
 * row-level security holds. PostgreSQL refuses to run as root; {@link UnprivilegedCommand} takes care of that.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final String ROLE = "assay";
    private static final long MIB = 1L << 20;

    private final Path folder;
    private final Path cluster;
    private final UnprivilegedCommand command;
    private final Path programs;
    private final String secret;
    private final FileChannel lockChannel;
    private int port;

    private EmbeddedPostgres(Path folder, FileChannel lockChannel) throws IOException {
        this.folder = folder;
        this.lockChannel = lockChannel;
        this.cluster = folder.resolve("cluster");
        this.programs = PostgresBinaries.unpack(folder.resolve("programs"));
        this.command = UnprivilegedCommand.detect(folder);
        this.secret = readOrMakeSecret(folder.resolve("secret"));
    }

    /**
     * Starts the server of a data folder, creating it the first time.
     *
     * @throws UncheckedIOException if another service uses the folder, or the server doesn't start; the message says why
     */
    public static EmbeddedPostgres start(Path dataDir) {
        Path folder = dataDir.toAbsolutePath().normalize().resolve("postgres");
        try {
            Files.createDirectories(folder);
            EmbeddedPostgres postgres = new EmbeddedPostgres(folder, lock(folder));
            postgres.boot();
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The embedded PostgreSQL under " + folder + " did not start: " + e.getMessage(), e);
        }
    }

    public String jdbcUrl() {
        return jdbcUrl("assay");
    }

    public String username() {
        return ROLE;
    }

    public String password() {
        return secret;
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IOException(
                    "another service is using this folder; stop it, or set ASSAY_DATA_DIR to another one");
        }
        return channel;
    }

    private static String readOrMakeSecret(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file);
    }

    private void boot() throws IOException {
        boolean fresh = !Files.exists(cluster.resolve("PG_VERSION"));
        if (fresh) {
            initialise();
        } else {
            stopOrphan();
        }
        writeSettings();
        port = freePort();
        run(List.of(
                program("pg_ctl"),
                "start",
                "-w",
                "-t",
                "300",
                "-D",
                cluster.toString(),
                "-l",
                log().toString(),
                "-o",
                "-p " + port));
        createDatabase();
    }

    private void initialise() throws IOException {
        command.own(folder);
        run(List.of(
                program("initdb"),
                "-D",
                cluster.toString(),
                "-U",
                "postgres",
                "--auth=scram-sha-256",
                "--pwfile=" + folder.resolve("secret"),
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8"));
        Files.writeString(cluster.resolve("postgresql.conf"), "\ninclude = 'assay.conf'\n", StandardOpenOption.APPEND);
    }

    private void stopOrphan() throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        Optional<ProcessHandle> orphan = ProcessHandle.of(pid);
        if (orphan.isPresent() && isPostgres(orphan.get())) {
            run(List.of(program("pg_ctl"), "stop", "-m", "fast", "-w", "-t", "300", "-D", cluster.toString()));
        }
        // A file whose process is gone is left to the server, which checks and replaces it.
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(c -> c.contains("postgres")).orElse(false);
    }

    /** Segments of the log are kept for another use: whoever commits while a new one is filled with zeros waits for it. */
    private void writeSettings() throws IOException {
        long memoryMib = totalMemoryBytes() / MIB;
        long sharedMib = Math.max(128, Math.min(2048, memoryMib / 8));
        Files.writeString(cluster.resolve("assay.conf"), """
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                max_connections = 60
                fsync = on
                synchronous_commit = on
                shared_buffers = %dMB
                effective_cache_size = %dMB
                work_mem = 64MB
                maintenance_work_mem = 256MB
                min_wal_size = 1GB
                max_wal_size = 4GB
                checkpoint_timeout = 15min
                random_page_cost = 1.1
                jit = off
                timezone = 'UTC'
                """.formatted(sharedMib, Math.max(256, memoryMib / 2)));
    }

    private static long totalMemoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                ? os.getTotalMemorySize()
                : 2048 * MIB;
    }

    private void createDatabase() throws IOException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), "postgres", secret);
                Statement statement = connection.createStatement()) {
            if (exists(statement, "select 1 from pg_roles where rolname = '" + ROLE + "'")) {
                return;
            }
            // The secret is hexadecimal, made above: safe to stand in the statement, which takes no parameters.
            statement.execute("create database assay");
            statement.execute("create role " + ROLE + " login nosuperuser nobypassrls password '" + secret + "'");
            statement.execute("alter database assay owner to " + ROLE);
            prepareForSearch();
        } catch (SQLException e) {
            throw new IOException("the server started but its database could not be made: " + e.getMessage(), e);
        }
    }

    /** What only a superuser may do; {@code leakproof.sql} says why. */
    private void prepareForSearch() throws IOException, SQLException {
        try (InputStream script = EmbeddedPostgres.class.getResourceAsStream("/db/leakproof.sql");
                Connection connection = DriverManager.getConnection(jdbcUrl("assay"), "postgres", secret);
                Statement statement = connection.createStatement()) {
            if (script == null) {
                throw new IOException("db/leakproof.sql is missing from the program");
            }
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String program(String name) {
        return programs.resolve("bin").resolve(name).toString();
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    private void run(List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(command.prefix());
        all.addAll(arguments);
        Path output = folder.resolve("command.log");
        Process process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(arguments.get(0) + " ended with " + code + ": "
                        + Files.readString(output).strip() + tail(log()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + arguments.get(0), e);
        }
    }

    private static String tail(@Nullable Path file) throws IOException {
        if (file == null || !Files.exists(file)) {
            return "";
        }
        List<String> lines = Files.readAllLines(file);
        return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    /** Stops the server; what was committed is kept. */
    @Override
    public void close() {
        try (lockChannel) {
            run(List.of(program("pg_ctl"), "stop", "-m", "fast", "-w", "-D", cluster.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL under " + folder + " did not stop", e);
        }
    }
}
