package dev.assay.ruleset;

import dev.assay.engine.ruleset.Diagnostic;
import dev.assay.engine.ruleset.Diagnostic.Severity;
import dev.assay.engine.ruleset.RulesetFiles;

/** Diagnostics of what keeps a version from serving although nothing is known to be wrong in its files. */
final class ServiceProblem {

    private ServiceProblem() {}

    static Diagnostic quarantined(String version) {
        return problem(
                "QUARANTINED",
                "版本 " + version + " 已隔离：规则运行超过时限",
                "the version " + version + " is in quarantine: its rules ran past their deadline",
                "change the rules, or POST /api/v1/ruleset/reload to give it another chance · 请修改规则，或重新加载以再试");
    }

    static Diagnostic failed(Throwable cause) {
        return problem(
                "NOT_ADMITTED",
                "规则无法启用：" + cause,
                "the rules could not be brought into service: " + cause,
                "the service's log has the cause · 原因见服务日志");
    }

    private static Diagnostic problem(String code, String zh, String en, String hint) {
        return new Diagnostic(RulesetFiles.MANIFEST, 1, 1, 1, null, code, Severity.ERROR, zh, en, hint, null);
    }
}
