package dev.assay.engine.ruleset.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Walks through one generated class and notes everything its kind may not do. */
final class ClassInspector extends ClassVisitor {
    private static final Set<String> LAMBDA_METHODS =
            Set.of("<init>", "<clinit>", "values", "valueOf", "getExpressionHash", "predicateInformation");

    private final AllowedCalls allowed;
    private final List<String> faults = new ArrayList<>();
    private String self = "";

    ClassInspector(AllowedCalls allowed) {
        super(Opcodes.ASM9);
        this.allowed = allowed;
    }

    List<String> faults() {
        return faults;
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        self = name;
        String expected = allowed.lambda() ? "java/lang/Enum" : "java/lang/Object";
        if (!expected.equals(superName)) {
            faults.add(name + " extends " + superName);
        }
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        if ((access & (Opcodes.ACC_NATIVE | Opcodes.ACC_SYNCHRONIZED)) != 0) {
            faults.add(self + "." + name + " is native or synchronized");
        }
        boolean written = allowed.lambda() && !LAMBDA_METHODS.contains(name) && (access & Opcodes.ACC_BRIDGE) == 0;
        return new MethodInspector(self, name, allowed, written, faults);
    }
}
