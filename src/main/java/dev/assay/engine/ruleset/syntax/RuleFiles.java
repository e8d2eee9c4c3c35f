package dev.assay.engine.ruleset.syntax;

import dev.assay.engine.fact.Phase;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rule files of a ruleset by their names: {@code phase/name.drl}, {@code .drl.csv}, {@code .drl.xlsx}. */
public final class RuleFiles {
    public static final int RULES_MAX = 2_000;

    private RuleFiles() {}

    /** All rules that can be read, in the order of the files' names; the rest is reported. */
    public static List<RuleNode> read(Map<String, byte[]> files, Problems problems) {
        List<RuleNode> rules = new ArrayList<>();
        files.forEach((path, bytes) -> {
            if (problems.isFull() || isNoRuleFile(path)) {
                return;
            }
            String phase = path.contains("/") ? path.substring(0, path.indexOf('/')) : "";
            if (Phase.byKey(phase) == null) {
                problems.error(Span.fileStart(path), null, Fault.UNKNOWN_FILE, path);
            } else {
                rules.addAll(file(path, bytes, phase, problems));
            }
        });
        if (rules.size() > RULES_MAX) {
            problems.error(rules.get(RULES_MAX).span(), null, Fault.TOO_MANY_RULES, RULES_MAX);
            return rules.subList(0, RULES_MAX);
        }
        return rules;
    }

    private static boolean isNoRuleFile(String path) {
        return path.equals("ruleset.yaml") || path.startsWith("examples/") || path.endsWith(".md");
    }

    private static List<RuleNode> file(String path, byte[] bytes, String phase, Problems problems) {
        if (path.endsWith(".drl.xlsx")) {
            return TableParser.parseXlsx(path, bytes, phase, problems);
        }
        if (!path.endsWith(".drl") && !path.endsWith(".drl.csv")) {
            problems.error(Span.fileStart(path), null, Fault.UNKNOWN_FILE, path);
            return List.of();
        }
        String text = text(path, bytes, problems);
        if (text == null) {
            return List.of();
        }
        SourceText source = SourceText.ofFile(path, text);
        return path.endsWith(".drl")
                ? DrlParser.parse(source, phase, problems)
                : TableParser.parseCsv(source, phase, problems);
    }

    /** UTF-8 text without byte order mark; null if it is none, which is reported. */
    public static @Nullable String text(String path, byte[] bytes, Problems problems) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        String decoded = out.flip().toString();
        String text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
        if (result.isError()) {
            SourceText before = SourceText.ofFile(path, text);
            problems.error(before.span(text.length(), text.length()), null, Fault.NOT_UTF8);
            return null;
        }
        return text;
    }
}
