package dev.assay.ruleset.draft;

import dev.assay.audit.AuditLog;
import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.ledger.Ledger;
import dev.assay.platform.problem.ProblemType;
import dev.assay.ruleset.RulesetProblems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The drafts of ledgers, on the connection of a transaction that entered the ledger. */
@ApplicationScoped
public class Drafts {

    private static final String ENTITY = "ruleset-draft";
    private static final String NAME_PATTERN = "[\\p{L}\\p{N}][\\p{L}\\p{N}._ -]{0,59}";

    @Inject
    Clock clock;

    /** All drafts of the ledger by name, without the content of their files. */
    List<Draft> all(Connection connection, Ledger ledger) throws SQLException {
        List<Draft> drafts = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("select * from ruleset_draft where ledger_id = ? order by name")) {
            query.setInt(1, ledger.id());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    drafts.add(draft(row));
                }
            }
        }
        return drafts;
    }

    /** @throws dev.assay.platform.problem.Problem NOT_FOUND */
    public Draft require(Connection connection, Ledger ledger, String name) throws SQLException {
        return find(connection, ledger, name)
                .orElseThrow(() -> ProblemType.NOT_FOUND.problem(
                        "There is no draft \"" + name + "\" in ledger \"" + ledger.code() + "\"."));
    }

    /** The draft with its files. */
    public Optional<Draft> find(Connection connection, Ledger ledger, String name) throws SQLException {
        return find(connection, ledger, name, "");
    }

    private Optional<Draft> find(Connection connection, Ledger ledger, String name, String lock) throws SQLException {
        Draft draft;
        try (PreparedStatement query =
                connection.prepareStatement("select * from ruleset_draft where ledger_id = ? and name = ?" + lock)) {
            query.setInt(1, ledger.id());
            query.setString(2, name.replace("\0", ""));
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                draft = draft(row);
            }
        }
        try (PreparedStatement query = connection.prepareStatement(
                "select path, content, version from ruleset_draft_file where draft_id = ?")) {
            query.setLong(1, draft.id());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    draft.files().put(row.getString(1), row.getBytes(2));
                    draft.versions().put(row.getString(1), row.getInt(3));
                }
            }
        }
        return Optional.of(draft);
    }

    /** Locks a draft against other changes until the transaction ends. */
    private Draft lock(Connection connection, Ledger ledger, String name) throws SQLException {
        return find(connection, ledger, name, " for update")
                .orElseThrow(() -> ProblemType.NOT_FOUND.problem(
                        "There is no draft \"" + name + "\" in ledger \"" + ledger.code() + "\"."));
    }

    /**
     * @param files what it begins with
     * @throws dev.assay.platform.problem.Problem INVALID_CONTENT for the name, DUPLICATE
     */
    Draft create(
            Connection connection,
            Ledger ledger,
            String name,
            @Nullable String base,
            List<String> editors,
            Map<String, byte[]> files,
            String by)
            throws SQLException {
        if (!name.matches(NAME_PATTERN)) {
            throw ProblemType.INVALID_CONTENT.problem("The draft's name \"" + name
                    + "\" is not acceptable: use 1 to 60 letters, digits, spaces, dots, dashes or underscores.");
        }
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into ruleset_draft (ledger_id, name, base, editors, created_at, updated_at) values (?, ?, ?, ?, ?, ?)
                on conflict do nothing returning id
                """)) {
            insert.setInt(1, ledger.id());
            insert.setString(2, name);
            insert.setString(3, base);
            insert.setArray(4, connection.createArrayOf("text", editors.toArray()));
            insert.setObject(5, now);
            insert.setObject(6, now);
            try (ResultSet row = insert.executeQuery()) {
                if (!row.next()) {
                    throw ProblemType.DUPLICATE.problem(
                            "There is a draft \"" + name + "\" already; choose another name.");
                }
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    write(connection, ledger, row.getLong(1), file.getKey(), file.getValue(), 1);
                }
            }
        }
        audit(connection, ledger, name, by, null, "{\"files\":" + files.size() + "}");
        return require(connection, ledger, name);
    }

    /** What a change does to the files. */
    interface Change {
        void to(Map<String, byte[]> files);
    }

    /**
     * Changes files of a draft; those that come out as they were keep their version.
     *
     * @param path the file whose version the change is based on; null: the draft's
     * @param expectedVersion null to create a file, or to change the draft as it is
     * @throws dev.assay.platform.problem.Problem VERSION_REQUIRED, STALE_VERSION, RULESET_REFUSED for names and sizes
     */
    Draft change(
            Connection connection,
            Ledger ledger,
            String name,
            @Nullable String path,
            @Nullable Integer expectedVersion,
            String by,
            Change change)
            throws SQLException {
        Draft draft = lock(connection, ledger, name);
        Integer known = path == null
                ? Integer.valueOf(draft.version())
                : draft.versions().get(path);
        checkVersion(path == null ? name : path, known, expectedVersion, path == null);
        Map<String, byte[]> wanted = new TreeMap<>(draft.files());
        change.to(wanted);
        checked(wanted);
        int version = draft.version() + 1;
        List<String> changed = new ArrayList<>();
        for (String old : draft.files().keySet()) {
            if (!wanted.containsKey(old)) {
                delete(connection, draft.id(), old);
                changed.add(old);
            }
        }
        for (Map.Entry<String, byte[]> file : wanted.entrySet()) {
            if (!java.util.Arrays.equals(file.getValue(), draft.files().get(file.getKey()))) {
                write(connection, ledger, draft.id(), file.getKey(), file.getValue(), version);
                changed.add(file.getKey());
            }
        }
        if (!changed.isEmpty()) {
            touch(connection, draft.id(), version, by);
            audit(connection, ledger, name, by, "{\"version\":" + draft.version() + "}", summary(version, changed));
        }
        return require(connection, ledger, name);
    }

    private static void checkVersion(String what, @Nullable Integer known, @Nullable Integer expected, boolean asItIs) {
        if (known == null && expected != null) {
            throw ProblemType.STALE_VERSION.problem("\"" + what + "\" doesn't exist; leave If-Match out to create it.");
        }
        if (known != null && expected == null && !asItIs) {
            throw ProblemType.VERSION_REQUIRED.problem(
                    "\"" + what + "\" exists; send `If-Match: \"" + known + "\"` with the version you read.");
        }
        if (expected != null && !expected.equals(known)) {
            throw ProblemType.STALE_VERSION.problem("\"" + what + "\" is at version " + known
                    + ", the change is based on " + expected + "; read it again.");
        }
    }

    /** The files as a ruleset. */
    public static RulesetFiles checked(Map<String, byte[]> files) {
        try {
            return RulesetFiles.of(files);
        } catch (RulesetException e) {
            throw RulesetProblems.refused(e.diagnostics(), "Nothing was changed.");
        }
    }

    void delete(Connection connection, Ledger ledger, String name, String by) throws SQLException {
        Draft draft = lock(connection, ledger, name);
        try (PreparedStatement delete = connection.prepareStatement("delete from ruleset_draft where id = ?")) {
            delete.setLong(1, draft.id());
            delete.executeUpdate();
        }
        audit(connection, ledger, name, by, "{\"version\":" + draft.version() + "}", null);
    }

    private static void write(
            Connection connection, Ledger ledger, long draft, String path, byte[] content, int version)
            throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                insert into ruleset_draft_file (draft_id, ledger_id, path, content, version) values (?, ?, ?, ?, ?)
                on conflict (draft_id, path) do update set content = excluded.content, version = excluded.version
                """)) {
            upsert.setLong(1, draft);
            upsert.setInt(2, ledger.id());
            upsert.setString(3, path);
            upsert.setBytes(4, content);
            upsert.setInt(5, version);
            upsert.executeUpdate();
        }
    }

    private static void delete(Connection connection, long draft, String path) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from ruleset_draft_file where draft_id = ? and path = ?")) {
            delete.setLong(1, draft);
            delete.setString(2, path);
            delete.executeUpdate();
        }
    }

    private void touch(Connection connection, long draft, int version, String by) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update ruleset_draft
                   set version = ?, updated_at = ?,
                       editors = case when ? = any (editors) then editors else editors || ? end
                 where id = ?
                """)) {
            update.setInt(1, version);
            update.setObject(2, clock.instant().atOffset(ZoneOffset.UTC));
            update.setString(3, by);
            update.setString(4, by);
            update.setLong(5, draft);
            update.executeUpdate();
        }
    }

    private static Draft draft(ResultSet row) throws SQLException {
        return new Draft(
                row.getLong("id"),
                row.getString("name"),
                row.getString("base"),
                List.of((String[]) row.getArray("editors").getArray()),
                row.getInt("version"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                new TreeMap<>(),
                new HashMap<>());
    }

    /** Paths have no character that JSON would escape. */
    private static String summary(int version, List<String> changed) {
        return "{\"version\":" + version + ",\"changed\":[\"" + String.join("\",\"", changed) + "\"]}";
    }

    private void audit(
            Connection connection,
            Ledger ledger,
            String name,
            String by,
            @Nullable String before,
            @Nullable String after)
            throws SQLException {
        AuditLog.record(connection, ledger.id(), clock.instant(), by, new AuditLog.Change(ENTITY, name, before, after));
    }
}
