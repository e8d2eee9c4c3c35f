package dev.assay.engine.ruleset.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.drools.compiler.kie.builder.impl.DrlProject;
import org.drools.compiler.kie.builder.impl.InternalKieModule;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.builder.model.KieModuleModel;
import org.kie.api.runtime.KieContainer;
import org.kie.internal.conf.AlphaRangeIndexThresholdOption;

/**
 * Compiled DRL in Drools: one KieBase for each part. Every module has an id of its own and is removed from Drools' repository when
 * it is closed, otherwise each reload would stay in memory.
 */
final class RuleModule implements AutoCloseable {
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final ReleaseId id;
    private final KieContainer container;
    private final Map<String, KieBase> bases;

    private RuleModule(ReleaseId id, KieContainer container, Map<String, KieBase> bases) {
        this.id = id;
        this.container = container;
        this.bases = bases;
    }

    /**
     * Compiles.
     *
     * @param parts DRL by the name of its part; its package is {@link RuleWriter#PACKAGE} and that name
     * @param guard looks at the classes before any of them can be loaded
     */
    static RuleModule build(Map<String, String> parts, ClassGuard guard) throws RuleModuleException {
        return build(parts, guard, ExecutableModelProject.class);
    }

    /**
     * Compiles by Drools' older way, which shares no generated code with the executable model: only to be compared with it, and only
     * what {@link #build} let pass, since here the classes are made too late to be looked at.
     */
    static RuleModule buildClassic(Map<String, String> parts, ClassGuard guard) throws RuleModuleException {
        return build(parts, guard, DrlProject.class);
    }

    private static RuleModule build(
            Map<String, String> parts, ClassGuard guard, Class<? extends KieBuilder.ProjectType> way)
            throws RuleModuleException {
        KieServices services = KieServices.get();
        ReleaseId id = services.newReleaseId("assay.rules", "module", Long.toString(SEQUENCE.incrementAndGet()));
        KieFileSystem files = services.newKieFileSystem();
        KieModuleModel model = services.newKieModuleModel();
        parts.forEach((part, drl) -> {
            model.newKieBaseModel(part).addPackage(RuleWriter.PACKAGE + part);
            files.write("src/main/resources/assay/rules/" + part + "/rules.drl", drl);
        });
        files.generateAndWritePomXML(id).writeKModuleXML(model.toXML());
        boolean usable = false;
        try {
            KieBuilder builder = services.newKieBuilder(files, CompilerClasses.LOADER);
            builder.buildAll(way);
            if (builder.getResults().hasMessages(Message.Level.ERROR)) {
                throw new RuleModuleException(
                        builder.getResults().getMessages(Message.Level.ERROR).toString());
            }
            guard.check(classesOf((InternalKieModule) builder.getKieModule()));
            RuleModule module = open(id, parts, guard);
            usable = true;
            return module;
        } finally {
            if (!usable) {
                services.getRepository().removeKieModule(id);
            }
        }
    }

    KieBase base(String part) {
        KieBase base = bases.get(part);
        if (base == null) {
            throw new IllegalArgumentException("no part " + part + " in " + bases.keySet());
        }
        return base;
    }

    @Override
    public void close() {
        container.dispose();
        KieServices.get().getRepository().removeKieModule(id);
    }

    private static RuleModule open(ReleaseId id, Map<String, String> parts, ClassGuard guard) {
        KieServices services = KieServices.get();
        KieContainer container = services.newKieContainer(id, guard.loader());
        KieBaseConfiguration configuration = services.newKieBaseConfiguration();
        // the range index silently drops firings with nine or more range constraints on one property
        configuration.setOption(AlphaRangeIndexThresholdOption.get(0));
        Map<String, KieBase> bases = new LinkedHashMap<>();
        parts.keySet().forEach(part -> bases.put(part, container.newKieBase(part, configuration)));
        return new RuleModule(id, container, bases);
    }

    private static Map<String, byte[]> classesOf(InternalKieModule module) {
        Map<String, byte[]> classes = new TreeMap<>();
        for (String file : module.getFileNames()) {
            if (file.endsWith(".class")) {
                classes.put(file, module.getBytes(file));
            }
        }
        return classes;
    }
}
