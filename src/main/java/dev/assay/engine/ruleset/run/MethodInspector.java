package dev.assay.engine.ruleset.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Walks through one method of a generated class. */
final class MethodInspector extends MethodVisitor {
    private static final int ARRAY_LENGTH_MAX = 10_000;
    private static final String GENERATED = "assay/rules/";
    private static final Set<String> ARRAY_ELEMENTS = Set.of(
            "java/lang/String",
            "java/lang/Object",
            "org/drools/model/Rule",
            "org/drools/model/RuleItemBuilder",
            "org/drools/model/Model");
    private static final Set<String> CLASS_CONSTANTS = Set.of(
            "dev/assay/engine/fact/Customer",
            "java/lang/Boolean",
            "java/lang/Double",
            "java/lang/Integer",
            "java/lang/String",
            "java/math/BigDecimal",
            "java/util/Set");

    private final String self;
    private final String method;
    private final AllowedCalls allowed;
    private final boolean written;
    private final List<String> faults;
    private final Set<Label> passed = new HashSet<>();
    private int lastConstant = -1;

    /**
     * @param written compiled from what a rule says, as opposed to what every generated class has
     */
    MethodInspector(String self, String method, AllowedCalls allowed, boolean written, List<String> faults) {
        super(Opcodes.ASM9);
        this.self = self;
        this.method = method;
        this.allowed = allowed;
        this.written = written;
        this.faults = faults;
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        lastConstant = -1;
        boolean own = owner.equals(self) ? !written : !allowed.lambda() && owner.startsWith(GENERATED);
        boolean copiesOwnValues =
                method.equals("values") && owner.equals("java/lang/System") && name.equals("arraycopy");
        if (!own && !copiesOwnValues && !allowed.calls(owner, name)) {
            refuse("calls " + owner + "." + name);
        }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        lastConstant = -1;
        boolean ownPattern = opcode == Opcodes.GETSTATIC && name.startsWith("regexp_");
        boolean own = owner.equals(self) && (!written || ownPattern);
        boolean generated = !allowed.lambda() && opcode == Opcodes.GETSTATIC && owner.startsWith(GENERATED);
        if (!own && !generated && !(opcode == Opcodes.GETSTATIC && allowed.reads(owner, name))) {
            refuse("uses the field " + owner + "." + name);
        }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        boolean fits = switch (opcode) {
            case Opcodes.NEW ->
                type.equals(self) && !written
                        || !allowed.lambda() && type.startsWith(GENERATED)
                        || allowed.created().contains(type);
            case Opcodes.ANEWARRAY ->
                (type.equals(self) && !written || ARRAY_ELEMENTS.contains(type))
                        && (method.equals("values") || lastConstant >= 0 && lastConstant <= ARRAY_LENGTH_MAX);
            default -> true;
        };
        if (!fits) {
            refuse((opcode == Opcodes.NEW ? "creates " : "creates an array of ") + type);
        }
        lastConstant = -1;
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        lastConstant = operand;
        if (opcode == Opcodes.NEWARRAY) {
            refuse("creates an array");
        }
    }

    @Override
    public void visitInsn(int opcode) {
        lastConstant = opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5 ? opcode - Opcodes.ICONST_0 : -1;
        if (opcode == Opcodes.MONITORENTER) {
            refuse("locks");
        }
        if (opcode == Opcodes.ATHROW && written) {
            refuse("throws");
        }
    }

    @Override
    public void visitLdcInsn(Object value) {
        lastConstant = value instanceof Integer number ? number : -1;
        boolean fits = !(value instanceof Handle)
                && !(value instanceof ConstantDynamic)
                && !(value instanceof Type type && !isKnown(type));
        if (!fits) {
            refuse("holds the constant " + value);
        }
    }

    private boolean isKnown(Type type) {
        String name = type.getInternalName();
        return name.equals(self) && !written || !allowed.lambda() && CLASS_CONSTANTS.contains(name);
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... bootstrapArguments) {
        lastConstant = -1;
        boolean joinsStrings = bootstrap.getOwner().equals("java/lang/invoke/StringConcatFactory")
                && bootstrap.getName().equals("makeConcatWithConstants")
                && descriptor.equals("(Ljava/lang/String;)Ljava/lang/String;");
        if (!joinsStrings || !allowed.concatenates()) {
            refuse("binds " + bootstrap.getOwner() + "." + bootstrap.getName() + " at run time");
        }
    }

    @Override
    public void visitLabel(Label label) {
        passed.add(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label target) {
        lastConstant = -1;
        refuseBackwards(target);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... targets) {
        refuseBackwards(otherwise);
        for (Label target : targets) {
            refuseBackwards(target);
        }
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] targets) {
        refuseBackwards(otherwise);
        for (Label target : targets) {
            refuseBackwards(target);
        }
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
        refuse("catches " + type);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        refuse("creates an array " + descriptor);
    }

    private void refuseBackwards(Label target) {
        if (passed.contains(target)) {
            refuse("jumps backwards");
        }
    }

    private void refuse(String what) {
        faults.add(self + "." + method + " " + what);
    }
}
