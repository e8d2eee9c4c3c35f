package dev.assay.engine.ruleset.run;

import java.util.Map;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;

/**
 * Reads compiled rules before any of them is loaded: each kind of class that Drools generates may call just what that kind needs, no
 * class may jump backwards, and a class of any other kind is refused.
 */
final class BytecodeGuard implements ClassGuard {
    private static final String PACKAGE = "assay/rules/[a-z]+/";
    private static final String HASH = "[0-9A-F]{32}";
    private static final Pattern LAMBDA =
            Pattern.compile(PACKAGE + "P[0-9A-F]{2}/Lambda(Predicate|Extractor|Consequence)" + HASH + "\\.class");
    private static final Pattern MODEL = Pattern.compile(PACKAGE + "(Rules" + HASH + "(RuleMethods[0-9]+)?"
            + "|DomainClassesMetadata" + HASH + "(\\$dev_assay_engine_fact_Customer_Metadata)?)\\.class");
    private static final Pattern PROJECT =
            Pattern.compile("org/drools/project/model/ProjectModel_assay_rules_module_[0-9]+\\.class");

    @Override
    public void check(Map<String, byte[]> classes) throws RuleModuleException {
        for (Map.Entry<String, byte[]> file : classes.entrySet()) {
            ClassInspector inspector = new ClassInspector(callsOf(file.getKey()));
            new ClassReader(file.getValue()).accept(inspector, ClassReader.SKIP_DEBUG);
            if (!inspector.faults().isEmpty()) {
                throw new RuleModuleException("not allowed in compiled rules: " + inspector.faults());
            }
        }
    }

    @Override
    public ClassLoader loader() {
        return new ExposedClasses();
    }

    private static AllowedCalls callsOf(String file) throws RuleModuleException {
        var lambda = LAMBDA.matcher(file);
        if (lambda.matches()) {
            return lambda.group(1).equals("Consequence") ? AllowedCalls.CONSEQUENCE : AllowedCalls.PREDICATE;
        }
        if (MODEL.matcher(file).matches()) {
            return AllowedCalls.MODEL;
        }
        if (PROJECT.matcher(file).matches()) {
            return AllowedCalls.PROJECT;
        }
        throw new RuleModuleException("an unexpected class among the compiled rules: " + file);
    }
}
