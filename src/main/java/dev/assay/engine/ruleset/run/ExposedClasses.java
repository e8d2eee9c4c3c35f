package dev.assay.engine.ruleset.run;

import java.util.Set;

/**
 * The only classes compiled rules can reach. It has no parent: a name that isn't on the list can't be found, not even
 * {@code java.lang.System} or {@code java.lang.Class}, whoever asks.
 */
final class ExposedClasses extends ClassLoader {
    private static final Set<String> NAMES = Set.of(
            "dev.assay.engine.fact.Customer",
            "dev.assay.engine.fact.Exact",
            "java.lang.Boolean",
            "java.lang.CharSequence",
            "java.lang.Comparable",
            "java.lang.Double",
            "java.lang.Enum",
            "java.lang.IllegalArgumentException",
            "java.lang.Integer",
            "java.lang.Math",
            "java.lang.Number",
            "java.lang.Object",
            "java.lang.RuntimeException",
            "java.lang.String",
            "java.lang.Throwable",
            "java.math.BigDecimal",
            "java.time.format.DateTimeFormatter",
            "java.time.format.DateTimeFormatterBuilder",
            "java.util.Arrays",
            "java.util.Collection",
            "java.util.Collections",
            "java.util.List",
            "java.util.Locale",
            "java.util.Set",
            "java.util.regex.Matcher",
            "java.util.regex.Pattern",
            "org.drools.model.AlphaIndex",
            "org.drools.model.Declaration",
            "org.drools.model.DomainClassMetadata",
            "org.drools.model.Index$ConstraintType",
            "org.drools.model.Model",
            "org.drools.model.PatternDSL$PatternDef",
            "org.drools.model.PatternDSL$ReactOn",
            "org.drools.model.Rule",
            "org.drools.model.RuleItemBuilder",
            "org.drools.model.Variable",
            "org.drools.model.consequences.ConsequenceBuilder$_1",
            "org.drools.model.functions.Block1",
            "org.drools.model.functions.Function1",
            "org.drools.model.functions.HashedExpression",
            "org.drools.model.functions.Operator",
            "org.drools.model.functions.Predicate1",
            "org.drools.model.functions.PredicateInformation",
            "org.drools.model.impl.RuleBuilder",
            "org.drools.model.operators.ContainsOperator",
            "org.drools.modelcompiler.CanonicalKieModuleModel",
            "org.drools.modelcompiler.dsl.pattern.D",
            "org.drools.modelcompiler.util.EvaluationUtil",
            "org.drools.util.DateUtils",
            "org.kie.api.builder.ReleaseId",
            "org.kie.util.maven.support.ReleaseIdImpl");

    ExposedClasses() {
        super("assay-rules", null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!NAMES.contains(name)) {
            throw new ClassNotFoundException(name + " is not exposed to rules");
        }
        return Class.forName(name, false, ExposedClasses.class.getClassLoader());
    }
}
