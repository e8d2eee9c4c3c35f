package dev.assay.ruleset;

import dev.assay.engine.EngineVersion;
import dev.assay.engine.fact.CustomerFacts;
import dev.assay.engine.ruleset.AdmitRuleset;
import dev.assay.engine.ruleset.AdmittedRuleset;
import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.RulesetException;
import dev.assay.engine.ruleset.RulesetFiles;
import dev.assay.engine.ruleset.example.ExampleReader;
import dev.assay.engine.ruleset.example.ExampleRun;
import dev.assay.ruleset.ReloadAttempt.Outcome;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the rules folder holds into service: admits it, keeps it, activates it. What can't be admitted leaves the last good
 * version serving; at a start that is the one that served last. One attempt at a time.
 */
@ApplicationScoped
class ReloadRuleset {

    static final String BY_START = "start";
    static final String BY_FOLDER = "folder";
    static final String BY_WATCHDOG = "watchdog";

    /** Where the installation's rules come from. Ledgers can choose versions of their own either way. */
    enum Source {
        FOLDER,
        DATABASE
    }

    private static final Logger LOG = Logger.getLogger(ReloadRuleset.class);
    private static final int STORED_CUSTOMERS_MAX = 500;
    private static final int LAST_GOOD_TRIED_MAX = 20;
    /** What failed for another reason than the files, such as a database that was away, may work later. */
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    @Inject
    Rulesets rulesets;

    @Inject
    RulesetVersions versions;

    @Inject
    Activations activations;

    @Inject
    RulesFolder folder;

    @Inject
    Instance<StoredCustomers> storedCustomers;

    @Inject
    Clock clock;

    @ConfigProperty(name = "assay.rules.source", defaultValue = "folder")
    Source source = Source.FOLDER;

    private final AdmitRuleset admitRuleset = new AdmitRuleset();
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final Set<String> quarantined = new LinkedHashSet<>();
    private volatile @Nullable ReloadAttempt last;
    private volatile String lastFingerprint = "";
    private volatile @Nullable Instant retryAt;

    void start(@Observes @Priority(200) StartupEvent event) {
        // An installation that never had rules begins with the folder's, whatever comes later.
        if (source == Source.FOLDER || activations.last().isEmpty()) {
            reload(BY_START);
        }
        if (rulesets.serving().isEmpty()) {
            activateLastGood(BY_START);
        }
        if (rulesets.serving().isEmpty()) {
            LOG.error("No ruleset serves");
        }
    }

    /** Whether the folder's edits come into service. */
    boolean followsFolder() {
        return source == Source.FOLDER;
    }

    /** The last attempt; null before the first. */
    @Nullable
    ReloadAttempt last() {
        return last;
    }

    /** Whether the folder holds something that wasn't tried yet, or is worth another try. */
    boolean isNew(RulesFolder.Content content) {
        Instant retry = retryAt;
        return !content.fingerprint().equals(lastFingerprint)
                || retry != null && !clock.instant().isBefore(retry);
    }

    /** Versions whose rules ran past their deadline since the start. */
    List<String> quarantined() {
        oneAtATime.lock();
        try {
            return List.copyOf(new TreeSet<>(quarantined));
        } finally {
            oneAtATime.unlock();
        }
    }

    /**
     * Reads the folder and activates what it holds, unless that serves already or can't be admitted.
     *
     * @param requestedBy {@link #BY_START}, {@link #BY_FOLDER} or a person, who may also give a version in quarantine another chance
     */
    ReloadAttempt reload(String requestedBy) {
        oneAtATime.lock();
        try {
            Instant begun = clock.instant();
            RulesFolder.Content content = folder.read();
            ReloadAttempt attempt = last;
            if (attempt != null && requestedBy.equals(BY_FOLDER) && !isNew(content)) {
                return attempt; // somebody asked for this very change meanwhile
            }
            RulesetFiles files = content.files();
            retryAt = null;
            try {
                Outcome outcome = files == null ? refuse(content.problems()) : bringIn(files, requestedBy);
                attempt = attempt(begun, requestedBy, outcome, files, List.of());
            } catch (RulesetException e) {
                attempt = attempt(begun, requestedBy, Outcome.REFUSED, files, e.diagnostics());
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                LOG.error("The rules could not be brought into service", e);
                attempt = attempt(begun, requestedBy, Outcome.REFUSED, files, List.of(ServiceProblem.failed(e)));
                retryAt = clock.instant().plus(RETRY_AFTER);
            }
            log(attempt);
            last = attempt;
            lastFingerprint = content.fingerprint();
            return attempt;
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Puts the last good version in the place of an active one whose rules ran past their deadline. */
    void replaceQuarantined() {
        if (inQuarantine().isEmpty()) {
            return;
        }
        oneAtATime.lock();
        try {
            Optional<ServingRuleset> bad = inQuarantine();
            if (bad.isEmpty()) {
                return; // somebody else was faster
            }
            String version = bad.get().version();
            boolean known = !quarantined.add(version);
            Instant begun = clock.instant();
            boolean replaced = activateLastGood(BY_WATCHDOG);
            if (replaced || !known) {
                LOG.errorf(
                        "Ruleset version %s is in quarantine: its rules ran past their deadline; %s",
                        version, replaced ? "the last good one serves" : "there is no other to take over");
                last = new ReloadAttempt(
                        begun,
                        BY_WATCHDOG,
                        Outcome.QUARANTINED,
                        version,
                        tookMs(begun),
                        List.of(ServiceProblem.quarantined(version)));
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    private Optional<ServingRuleset> inQuarantine() {
        return rulesets.serving().filter(serving -> serving.ruleset().isQuarantined());
    }

    private static Outcome refuse(List<Diagnostic> problems) throws RulesetException {
        throw new RulesetException(problems);
    }

    private Outcome bringIn(RulesetFiles files, String requestedBy) throws RulesetException {
        String version = files.hash();
        boolean byPerson = !requestedBy.equals(BY_START) && !requestedBy.equals(BY_FOLDER);
        if (quarantined.contains(version) && !byPerson) {
            throw new RulesetException(List.of(ServiceProblem.quarantined(version)));
        }
        ServingRuleset serving = rulesets.serving().orElse(null);
        if (serving != null
                && serving.version().equals(version)
                && !serving.ruleset().isQuarantined()) {
            runExamples(files);
            return Outcome.UNCHANGED;
        }
        activate(files, requestedBy);
        quarantined.remove(version);
        return Outcome.ACTIVATED;
    }

    /** The rules serve already; their examples may be new. */
    private void runExamples(RulesetFiles files) throws RulesetException {
        try (RulesetLease lease = rulesets.lease()) {
            ExampleRun run = ExampleRun.of(lease.ruleset(), ExampleReader.read(files));
            if (!run.failures().isEmpty()) {
                throw new RulesetException(run.failures());
            }
            rulesets.updateExamples(run.coverage());
        }
    }

    private boolean activateLastGood(String requestedBy) {
        for (Activation good : activations.latestOfEachVersion(LAST_GOOD_TRIED_MAX)) {
            if (!quarantined.contains(good.version())) {
                try {
                    Optional<RulesetFiles> files = versions.files(good.version());
                    if (files.isPresent()) {
                        activate(files.get(), requestedBy);
                        return true;
                    }
                } catch (RulesetException e) {
                    LOG.errorf("Ruleset version %s can't serve any more:%n  %s", good.version(), e.getMessage());
                }
            }
        }
        return false;
    }

    private void activate(RulesetFiles files, String requestedBy) throws RulesetException {
        Activation before = activations.last().orElse(null);
        boolean goesOn = requestedBy.equals(BY_START)
                && before != null
                && before.version().equals(files.hash())
                && before.engineVersion().equals(EngineVersion.CURRENT);
        AdmittedRuleset admitted = goesOn ? admitRuleset.admitAgain(files) : admitRuleset.admit(files, sample());
        boolean serves = false;
        try {
            String name = admitted.ruleset().name();
            versions.keep(name, files);
            Activation activation =
                    goesOn && before != null ? before : activations.record(name, files.hash(), requestedBy);
            rulesets.activate(admitted, activation);
            serves = true;
            LOG.infof(
                    "Ruleset %s, version %s, %d rules serves (asked for by %s, tried on %d customers)",
                    name, activation.version(), admitted.ruleset().rules().size(), requestedBy, admitted.sampled());
        } finally {
            if (!serves) {
                admitted.ruleset().close();
            }
        }
    }

    private List<CustomerFacts> sample() {
        return storedCustomers.stream()
                .flatMap(stored -> stored.sample(STORED_CUSTOMERS_MAX).stream())
                .toList();
    }

    private ReloadAttempt attempt(
            Instant begun,
            String requestedBy,
            Outcome outcome,
            @Nullable RulesetFiles files,
            List<Diagnostic> problems) {
        return new ReloadAttempt(
                begun, requestedBy, outcome, files == null ? null : files.hash(), tookMs(begun), problems);
    }

    private long tookMs(Instant begun) {
        return Duration.between(begun, clock.instant()).toMillis();
    }

    private static void log(ReloadAttempt attempt) {
        if (attempt.outcome() == Outcome.REFUSED) {
            LOG.errorf(
                    "The rules folder has problems; what served before goes on:%n  %s",
                    String.join(
                            "\n  ",
                            attempt.problems().stream()
                                    .map(Diagnostic::toString)
                                    .toList()));
        }
    }
}
