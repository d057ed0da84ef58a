package alexnet.engine.emulator.loop;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A hidden class under construction, with objects as static final fields: the JIT compiler takes them as constants, and
 * inlines what is called on them.
 *
 * <p>Members of our own classes are named by the {@link Method} and {@link Field} objects that {@link Members} finds.
 */
public final class ByteCodeClass {

    /** A static final field of the class. */
    private record Constant(Object value, Class<?> type) {}

    private static final ThreadLocal<Object[]> PENDING = new ThreadLocal<>();
    private static final Method CONSTANTS =
            new Members(MethodHandles.lookup()).method(ByteCodeClass.class, "constants");

    private final MethodHandles.Lookup lookup;
    private final String name;
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS | ClassWriter.COMPUTE_FRAMES) {
        @Override
        protected String getCommonSuperClass(String one, String other) {
            return "java/lang/Object";
        }
    };
    private final List<Constant> constants = new ArrayList<>();

    /**
     * @param members the writer's, in whose package the class will be
     * @param parent a class of that package with a constructor without parameters
     */
    public ByteCodeClass(Members members, String simpleName, Class<?> parent) {
        this.lookup = members.lookup();
        this.name = parent.getPackageName().replace('.', '/') + "/" + simpleName;
        String parentName = Type.getInternalName(parent);
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, name, null, parentName, null);
        MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, parentName, "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
    }

    /** Calls a method on what is on the stack. */
    public static void invoke(MethodVisitor code, Method method) {
        Class<?> owner = method.getDeclaringClass();
        int call = owner.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        code.visitMethodInsn(
                Modifier.isStatic(method.getModifiers()) ? Opcodes.INVOKESTATIC : call,
                Type.getInternalName(owner),
                method.getName(),
                Type.getMethodDescriptor(method),
                owner.isInterface());
    }

    /** Reads an instance field of the object on the stack. */
    public static void get(MethodVisitor code, Field field) {
        access(code, Opcodes.GETFIELD, field);
    }

    /** Writes an instance field of the object on the stack. */
    public static void put(MethodVisitor code, Field field) {
        access(code, Opcodes.PUTFIELD, field);
    }

    private static void access(MethodVisitor code, int instruction, Field field) {
        code.visitFieldInsn(
                instruction,
                Type.getInternalName(field.getDeclaringClass()),
                field.getName(),
                Type.getDescriptor(field.getType()));
    }

    /** Called by the static initialisers of classes that are being defined. */
    public static Object[] constants() {
        return PENDING.get();
    }

    /** Begins the implementation of an inherited method. */
    public MethodVisitor implement(Method method) {
        int visibility = method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED);
        return writer.visitMethod(visibility, method.getName(), Type.getMethodDescriptor(method), null, null);
    }

    /** Pushes an object. */
    public void push(MethodVisitor code, Object value, Class<?> type) {
        int index = 0;
        while (index < constants.size() && !holds(constants.get(index), value, type)) {
            index++;
        }
        if (index == constants.size()) {
            constants.add(new Constant(value, type));
        }
        code.visitFieldInsn(Opcodes.GETSTATIC, name, "c" + index, Type.getDescriptor(type));
    }

    private static boolean holds(Constant constant, Object value, Class<?> type) {
        return constant.value == value && constant.type == type;
    }

    /** Pushes a number. */
    public static void push(MethodVisitor code, int value) {
        if (value >= -1 && value <= 5) {
            code.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value == (short) value) {
            code.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            code.visitLdcInsn(value);
        }
    }

    /** Loads the class and makes its only instance. */
    public Object define() {
        initialiser();
        writer.visitEnd();
        PENDING.set(constants.stream().map(Constant::value).toArray());
        try {
            return HiddenClass.instance(lookup, writer.toByteArray(), name + ": the byte code cannot be loaded");
        } finally {
            PENDING.remove();
        }
    }

    private void initialiser() {
        MethodVisitor init = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        invoke(init, CONSTANTS);
        init.visitVarInsn(Opcodes.ASTORE, 0);
        for (int i = 0; i < constants.size(); i++) {
            Type type = Type.getType(constants.get(i).type);
            int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
            writer.visitField(access, "c" + i, type.getDescriptor(), null, null);
            init.visitVarInsn(Opcodes.ALOAD, 0);
            push(init, i);
            init.visitInsn(Opcodes.AALOAD);
            init.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
            init.visitFieldInsn(Opcodes.PUTSTATIC, name, "c" + i, type.getDescriptor());
        }
        init.visitInsn(Opcodes.RETURN);
        init.visitMaxs(0, 0);
    }
}
