package dev.assay.customer.batch;

import dev.assay.customer.CustomerNumbers;
import dev.assay.customer.IdempotentAnswers;
import dev.assay.customer.IdempotentAnswers.Answer;
import dev.assay.customer.batch.BatchAnswer.LineError;
import dev.assay.customer.content.CustomerDraft;
import dev.assay.customer.content.CustomerJson;
import dev.assay.customer.content.CustomerReader;
import dev.assay.customer.content.IdNumber;
import dev.assay.customer.personal.PersonalIds;
import dev.assay.ledger.Ledger;
import dev.assay.ledger.LedgerTransaction;
import dev.assay.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores a batch of customers in one transaction: all lines that are right, none if the batch as a whole is not. */
@ApplicationScoped
public class LoadCustomers {

    static final int LINES_MAX = 200_000;
    private static final int BIG_BATCH = 10_000;
    private static final int OK = 200;

    @Inject
    LedgerTransaction transaction;

    @Inject
    PersonalIds personalIds;

    @Inject
    Clock clock;

    /**
     * Reads, judges and writes.
     *
     * @param format what turns the body into lines
     * @param idempotencyKey null: none
     * @param dryRun whether nothing is to be kept of it but the answer
     * @return with a {@link BatchAnswer} for its body
     */
    Answer load(
            Ledger ledger,
            InputStream body,
            Function<InputStream, BatchLines> format,
            @Nullable String idempotencyKey,
            boolean dryRun,
            String changedBy) {
        MessageDigest digest = IdempotentAnswers.digest();
        BatchLines lines = format.apply(new BatchBody(body, digest));
        return transaction.call(ledger, dryRun, connection -> {
            RejectedLines rejected = new RejectedLines();
            stage(connection, ledger, lines, rejected);
            CustomerNumbers numbers = CustomerNumbers.lock(connection, ledger);
            if (idempotencyKey == null) {
                return write(connection, ledger, numbers, rejected, changedBy);
            }
            IdempotentAnswers.Request request =
                    new IdempotentAnswers.Request("POST customers/batch", idempotencyKey, digest.digest());
            Optional<Answer> before = IdempotentAnswers.find(connection, ledger, request);
            if (before.isPresent()) {
                return before.get();
            }
            Answer answer = write(connection, ledger, numbers, rejected, changedBy);
            IdempotentAnswers.keep(connection, ledger, request, answer, clock.instant());
            return answer;
        });
    }

    /** Stores NDJSON that came from within the service. */
    public BatchAnswer load(Ledger ledger, InputStream ndjson, String changedBy) {
        BatchLines lines = new NdjsonLines(ndjson);
        return transaction.call(ledger, connection -> {
            RejectedLines rejected = new RejectedLines();
            stage(connection, ledger, lines, rejected);
            return writeLines(connection, ledger, CustomerNumbers.lock(connection, ledger), rejected, changedBy);
        });
    }

    private void stage(Connection connection, Ledger ledger, BatchLines lines, RejectedLines rejected)
            throws SQLException {
        CustomerReader reader = new CustomerReader(ledger);
        try (CustomerStaging staging = CustomerStaging.open(connection)) {
            int count = 0;
            for (BatchLines.Line line = lines.next(); line != null; line = lines.next()) {
                if (++count > LINES_MAX) {
                    throw ProblemType.BODY_TOO_LARGE.problem("The batch has more than " + LINES_MAX
                            + " customers; send it as several batches. Nothing was stored.");
                }
                stage(ledger, staging, reader, line, rejected);
            }
            staging.finish();
        } catch (IOException e) {
            throw ProblemType.TRUNCATED_BODY.problem(
                    "The connection ended before the body did. Nothing was stored; send the whole batch again.");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("analyze staged_customer (line, code, parent_code, tax_id, name_key)");
        }
    }

    private void stage(
            Ledger ledger, CustomerStaging staging, CustomerReader reader, BatchLines.Line line, RejectedLines rejected)
            throws SQLException {
        if (line.json() == null) {
            rejected.add(new LineError(line.number(), null, "", String.valueOf(line.fault())));
            return;
        }
        CustomerReader.Reading reading = reader.read(line.json());
        if (reading.draft() != null) {
            CustomerDraft draft = personalIds.seal(ledger, reading.draft());
            if (draft.taxId() != null && !IdNumber.isSealed(draft.taxId()) && IdNumber.isMasked(draft.taxId())) {
                rejected.add(new LineError(line.number(), reading.code(), "/taxId", PersonalIds.MASKED));
            } else {
                staging.add(line.number(), draft);
            }
        }
        reading.errors()
                .forEach(error ->
                        rejected.add(new LineError(line.number(), reading.code(), error.pointer(), error.message())));
    }

    private Answer write(
            Connection connection, Ledger ledger, CustomerNumbers numbers, RejectedLines rejected, String changedBy)
            throws SQLException {
        return new Answer(
                OK, null, null, CustomerJson.write(writeLines(connection, ledger, numbers, rejected, changedBy)));
    }

    private BatchAnswer writeLines(
            Connection connection, Ledger ledger, CustomerNumbers numbers, RejectedLines rejected, String changedBy)
            throws SQLException {
        number(connection, numbers);
        List<StagedLine> lines = StagedLine.all(connection, ledger.id());
        BatchPlan plan = BatchPlan.of(ledger, lines, StoredCustomers.read(connection, ledger), rejected);
        WriteBatch.run(
                connection, ledger, plan.dropped(lines), clock.instant().truncatedTo(ChronoUnit.MICROS), changedBy);
        if (plan.created() >= BIG_BATCH) {
            WriteBatch.refreshStatistics(connection);
        }
        return new BatchAnswer(
                plan.created(), plan.updated(), plan.unchanged(), rejected.size(), rejected.inOrder(), plan.warnings());
    }

    /** Gives codes to the lines that have none, in their order. */
    private static void number(Connection connection, CustomerNumbers numbers) throws SQLException {
        List<Long> without = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select line, code from staged_customer order by line")) {
            while (row.next()) {
                String code = row.getString(2);
                if (code == null) {
                    without.add(row.getLong(1));
                } else {
                    taken.add(code);
                }
            }
        }
        if (without.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement("""
                update staged_customer s
                   set code = given.code, data = jsonb_set(s.data, '{code}', to_jsonb(given.code))
                  from unnest(?::bigint[], ?::text[]) as given (line, code)
                 where s.line = given.line
                """)) {
            update.setArray(1, connection.createArrayOf("bigint", without.toArray()));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "text", numbers.take(without.size(), taken).toArray()));
            update.executeUpdate();
        }
    }
}
