package dev.assay.bench.peer;

import dev.assay.engine.fact.CustomerFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.runtime.StatelessKieSession;

/** Drools as its manual shows it: one KieBase, a stateless session, rules that modify their fact and so chain by salience. */
final class StatelessDrools implements Peer {
    private final StatelessKieSession session;

    StatelessDrools() throws IOException {
        KieServices services = KieServices.get();
        KieFileSystem files = services.newKieFileSystem();
        try (InputStream drl = StatelessDrools.class.getResourceAsStream("/peers/policy.drl")) {
            files.write("src/main/resources/peers/policy.drl", new String(drl.readAllBytes(), StandardCharsets.UTF_8));
        }
        KieBuilder builder = services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
        if (builder.getResults().hasMessages(Message.Level.ERROR)) {
            throw new IllegalStateException(builder.getResults().toString());
        }
        session = services.newKieContainer(services.getRepository().getDefaultReleaseId())
                .newStatelessKieSession();
    }

    @Override
    public List<Verdict> decide(List<CustomerFacts> customers) {
        return customers.stream()
                .map(facts -> {
                    Applicant applicant = new Applicant(facts);
                    session.execute(applicant);
                    return applicant.verdict();
                })
                .toList();
    }
}
