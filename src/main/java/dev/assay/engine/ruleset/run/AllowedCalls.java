package dev.assay.engine.ruleset.run;

import dev.assay.engine.fact.Effect;
import dev.assay.engine.ruleset.profile.Property;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one kind of generated class may call, create and read.
 *
 * @param methods as {@code owner.name}; {@code owner.*} allows all methods of an owner
 * @param created classes that may be instantiated, besides its own
 * @param fields static fields that may be read, as {@code owner.name}, besides those of generated classes
 * @param lambda an externalised lambda: an enum with one constant, that may not call itself
 * @param concatenates may join strings: only where the author's text has no part in it
 */
record AllowedCalls(
        Set<String> methods, Set<String> created, Set<String> fields, boolean lambda, boolean concatenates) {
    private static final String CUSTOMER = "dev/assay/engine/fact/Customer";
    private static final String EXACT = "dev/assay/engine/fact/Exact";
    private static final String BIG_DECIMAL = "java/math/BigDecimal";
    private static final String EVALUATION = "org/drools/modelcompiler/util/EvaluationUtil";
    private static final String PATTERN_DSL = "org/drools/modelcompiler/dsl/pattern/D";

    private static final Set<String> ENUM = Set.of("java/lang/Enum.<init>", "java/lang/Enum.valueOf");
    private static final Set<String> NUMBERS = Set.of(
            "java/lang/Boolean.valueOf",
            "java/lang/Integer.valueOf",
            "java/lang/Double.valueOf",
            "java/lang/Boolean.booleanValue",
            "java/lang/Integer.intValue",
            "java/lang/Integer.doubleValue",
            "java/lang/Double.doubleValue",
            BIG_DECIMAL + ".doubleValue");

    static final AllowedCalls CONSEQUENCE = new AllowedCalls(
            joined(
                    ENUM,
                    NUMBERS,
                    reads(),
                    effects(),
                    Set.of(
                            "java/lang/Math.min",
                            "java/lang/Math.max",
                            "java/lang/Math.abs",
                            EXACT + ".of",
                            EXACT + ".plus",
                            EXACT + ".minus",
                            EXACT + ".times",
                            EXACT + ".quotient",
                            EXACT + ".min",
                            EXACT + ".max")),
            Set.of(),
            Set.of(),
            true,
            false);

    static final AllowedCalls PREDICATE = new AllowedCalls(
            joined(
                    ENUM,
                    NUMBERS,
                    reads(),
                    comparisons(),
                    Set.of(
                            BIG_DECIMAL + ".<init>",
                            BIG_DECIMAL + ".valueOf",
                            EXACT + ".of",
                            "java/util/regex/Pattern.compile",
                            "java/util/regex/Pattern.matcher",
                            "java/util/regex/Matcher.matches",
                            PATTERN_DSL + ".eval",
                            "org/drools/model/functions/PredicateInformation.<init>",
                            "org/drools/model/functions/PredicateInformation.addRuleNames",
                            // a condition that many rules share
                            "org/drools/model/functions/PredicateInformation.setMoreThanMaxRuleDefs")),
            Set.of(BIG_DECIMAL, "org/drools/model/functions/PredicateInformation"),
            Set.of("org/drools/model/operators/ContainsOperator.INSTANCE"),
            true,
            false);

    static final AllowedCalls MODEL = new AllowedCalls(
            Set.of(
                    "java/lang/Boolean.valueOf",
                    "java/lang/Integer.valueOf",
                    "java/lang/Double.valueOf",
                    BIG_DECIMAL + ".<init>",
                    "java/lang/Object.<init>",
                    "java/lang/RuntimeException.<init>",
                    "java/lang/String.equals",
                    "java/lang/String.hashCode",
                    "java/time/format/DateTimeFormatterBuilder.<init>",
                    "java/time/format/DateTimeFormatterBuilder.appendPattern",
                    "java/time/format/DateTimeFormatterBuilder.parseCaseInsensitive",
                    "java/time/format/DateTimeFormatterBuilder.toFormatter",
                    "java/util/Arrays.asList",
                    "java/util/Collections.emptyList",
                    "org/drools/util/DateUtils.getDateFormatMask",
                    "org/drools/model/DomainClassMetadata.getPropertyIndex",
                    "org/drools/model/PatternDSL$PatternDef.expr",
                    "org/drools/model/consequences/ConsequenceBuilder$_1.execute",
                    "org/drools/model/impl/RuleBuilder.build",
                    PATTERN_DSL + ".alphaIndexedBy",
                    PATTERN_DSL + ".declarationOf",
                    PATTERN_DSL + ".on",
                    PATTERN_DSL + ".pattern",
                    PATTERN_DSL + ".reactOn",
                    PATTERN_DSL + ".rule"),
            Set.of("java/lang/RuntimeException", "java/time/format/DateTimeFormatterBuilder", BIG_DECIMAL),
            Set.of(
                    "java/util/Locale.ENGLISH",
                    "java/lang/Boolean.TYPE",
                    "java/lang/Integer.TYPE",
                    "org/drools/model/Index$ConstraintType.*"),
            false,
            true);

    static final AllowedCalls PROJECT = new AllowedCalls(
            Set.of(
                    "java/lang/Object.<init>",
                    "java/lang/IllegalArgumentException.<init>",
                    "java/lang/String.equals",
                    "java/lang/String.hashCode",
                    "java/util/Arrays.asList",
                    "org/kie/api/KieServices.get",
                    "org/kie/api/KieServices.newKieModuleModel",
                    "org/kie/api/builder/model/KieBaseModel.addPackage",
                    "org/kie/api/builder/model/KieBaseModel.setEventProcessingMode",
                    "org/kie/api/builder/model/KieBaseModel.setMutability",
                    "org/kie/api/builder/model/KieBaseModel.setSessionsPool",
                    "org/kie/api/builder/model/KieModuleModel.newKieBaseModel",
                    "org/kie/api/conf/SessionsPoolOption.get",
                    "org/kie/util/maven/support/ReleaseIdImpl.<init>"),
            Set.of("java/lang/IllegalArgumentException", "org/kie/util/maven/support/ReleaseIdImpl"),
            Set.of("org/kie/api/conf/EventProcessingOption.*", "org/kie/api/conf/KieBaseMutabilityOption.*"),
            false,
            true);

    boolean calls(String owner, String name) {
        return methods.contains(owner + "." + name);
    }

    boolean reads(String owner, String field) {
        return fields.contains(owner + "." + field) || fields.contains(owner + ".*");
    }

    private static Set<String> reads() {
        return Stream.concat(
                        Property.names().stream()
                                .map(Property::named)
                                .filter(property -> property != null)
                                .map(Property::getter),
                        Stream.of("getAsOfDay", "attributeText", "attributeNumber", "attributeDay", "attributeFlag"))
                .map(method -> CUSTOMER + "." + method)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> effects() {
        return Stream.concat(Stream.of("fired"), Arrays.stream(Effect.values()).map(Effect::method))
                .map(method -> CUSTOMER + "." + method)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> comparisons() {
        Stream<String> orders = Stream.of("greaterThan", "greaterOrEqual", "lessThan", "lessOrEqual");
        return Stream.concat(
                        orders.flatMap(order -> Stream.of(order, order + "Numbers")),
                        Stream.of(
                                "areNullSafeEquals", "areNumbersNullSafeEquals", "equals", "notEquals", "toBigDecimal"))
                .map(method -> EVALUATION + "." + method)
                .collect(Collectors.toUnmodifiableSet());
    }

    @SafeVarargs
    private static Set<String> joined(Set<String>... sets) {
        return Arrays.stream(sets).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }
}
