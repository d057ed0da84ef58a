package alexnet.engine.emulator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A hidden class under construction, with objects as static final fields: the JIT compiler takes them as constants, and
 * inlines what is called on them.
 */
final class ByteCodeClass {

    static final String PACKAGE = "alexnet/engine/emulator/";

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final ThreadLocal<Object[]> PENDING = new ThreadLocal<>();

    private final String name;
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS | ClassWriter.COMPUTE_FRAMES) {
        @Override
        protected String getCommonSuperClass(String one, String other) {
            return "java/lang/Object";
        }
    };
    private final List<Object> constants = new ArrayList<>();
    private final Map<Object, String> constantTypes = new HashMap<>();

    /** @param parent a class of this package with a constructor without parameters */
    ByteCodeClass(String simpleName, String parent) {
        name = PACKAGE + simpleName;
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, name, null, PACKAGE + parent, null);
        MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, PACKAGE + parent, "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
    }

    /** Called by the static initialisers of classes that are being defined. */
    static Object[] constants() {
        return PENDING.get();
    }

    /** An instance method whose code is to be written. */
    MethodVisitor method(String method, String descriptor) {
        return writer.visitMethod(0, method, descriptor, null, null);
    }

    /** Pushes an object; the first to name it decides its type. */
    void push(MethodVisitor code, Object value, String type) {
        int index = constants.indexOf(value);
        if (index < 0) {
            index = constants.size();
            constants.add(value);
            constantTypes.put(value, type);
        }
        code.visitFieldInsn(Opcodes.GETSTATIC, name, "c" + index, "L" + constantTypes.get(value) + ";");
    }

    static void push(MethodVisitor code, int value) {
        if (value >= -1 && value <= 5) {
            code.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value == (short) value) {
            code.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            code.visitLdcInsn(value);
        }
    }

    /** Loads the class and makes its only instance. */
    Object define() {
        initialiser();
        writer.visitEnd();
        PENDING.set(constants.toArray());
        try {
            MethodHandles.Lookup hidden = LOOKUP.defineHiddenClass(writer.toByteArray(), true);
            return hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(name + ": the byte code cannot be loaded", e);
        } finally {
            PENDING.remove();
        }
    }

    private void initialiser() {
        MethodVisitor init = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        init.visitMethodInsn(
                Opcodes.INVOKESTATIC, PACKAGE + "ByteCodeClass", "constants", "()[Ljava/lang/Object;", false);
        init.visitVarInsn(Opcodes.ASTORE, 0);
        for (int i = 0; i < constants.size(); i++) {
            String type = constantTypes.get(constants.get(i));
            writer.visitField(
                    Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL,
                    "c" + i,
                    "L" + type + ";",
                    null,
                    null);
            init.visitVarInsn(Opcodes.ALOAD, 0);
            push(init, i);
            init.visitInsn(Opcodes.AALOAD);
            init.visitTypeInsn(Opcodes.CHECKCAST, type);
            init.visitFieldInsn(Opcodes.PUTSTATIC, name, "c" + i, "L" + type + ";");
        }
        init.visitInsn(Opcodes.RETURN);
        init.visitMaxs(0, 0);
    }
}
