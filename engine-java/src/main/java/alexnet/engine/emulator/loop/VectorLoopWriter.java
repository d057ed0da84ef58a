package alexnet.engine.emulator.loop;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes loops over {@code jdk.incubator.vector} as byte code, so that nothing of the project depends on an incubator
 * module when it is compiled or where the JVM has none.
 */
public final class VectorLoopWriter {

    private static final Members MEMBERS = new Members(MethodHandles.lookup());
    private static final String API = "jdk/incubator/vector/";
    private static final String FLOATS = API + "FloatVector";
    private static final String INTS = API + "IntVector";
    private static final String SPECIES = "L" + API + "VectorSpecies;";
    private static final String VECTOR = "L" + API + "Vector;";
    private static final String MASK = "L" + API + "VectorMask;";
    private static final String COMPARISON = "L" + API + "VectorOperators$Comparison;";
    private static final Method RUN = MEMBERS.method(
            Loop.class, "run", Object.class, Object.class, Object.class, Object.class, int.class, int.class);

    private static final int D = 1;
    private static final int A = 2;
    private static final int B = 3;
    private static final int C = 4;
    private static final int FROM = 5;
    private static final int TO = 6;
    private static final int FIRST = 7;
    private static final int SECOND = 8;

    /**
     * A comparison by those of the Vector API, none of which holds for a NaN.
     *
     * @param first holds in lanes that count
     * @param second lanes count too where this holds, or null
     * @param negated whether lanes that do not count are the ones whose result is 1
     */
    private record Comparison(String first, String second, boolean negated) {}

    private static final Map<String, Comparison> COMPARISONS = Map.ofEntries(
            Map.entry("eq", new Comparison("EQ", null, false)),
            Map.entry("ne", new Comparison("LT", "GT", false)),
            Map.entry("lt", new Comparison("LT", null, false)),
            Map.entry("le", new Comparison("LE", null, false)),
            Map.entry("gt", new Comparison("GT", null, false)),
            Map.entry("ge", new Comparison("GE", null, false)),
            Map.entry("equ", new Comparison("LT", "GT", true)),
            Map.entry("neu", new Comparison("EQ", null, true)),
            Map.entry("ltu", new Comparison("GE", null, true)),
            Map.entry("leu", new Comparison("GT", null, true)),
            Map.entry("gtu", new Comparison("LE", null, true)),
            Map.entry("geu", new Comparison("LT", null, true)),
            Map.entry("num", new Comparison("LE", "GT", false)),
            Map.entry("nan", new Comparison("LE", "GT", true)));

    private final ByteCodeClass written = new ByteCodeClass(MEMBERS, "VectorLanes", Loop.class);
    private final MethodVisitor code = written.implement(RUN);

    private VectorLoopWriter() {}

    /** {@code setp} of floats: 1 where the comparison holds, else 0. */
    public static Loop compare(String comparison) {
        VectorLoopWriter loop = new VectorLoopWriter();
        return loop.write("[I", "[F", "[F", null, () -> loop.compare(COMPARISONS.get(comparison)));
    }

    /** {@code selp} of floats: the first where the third is not 0, else the second. */
    public static Loop select() {
        VectorLoopWriter loop = new VectorLoopWriter();
        return loop.write("[F", "[F", "[F", "[I", loop::choose);
    }

    /** A loop that computes a vector of results with each turn; {@code turn} leaves it on the stack. */
    private Loop write(String d, String a, String b, String c, Runnable turn) {
        cast(D, d);
        cast(A, a);
        cast(B, b);
        if (c != null) {
            cast(C, c);
        }
        Label again = new Label();
        Label end = new Label();
        code.visitLabel(again);
        code.visitVarInsn(Opcodes.ILOAD, FROM);
        code.visitVarInsn(Opcodes.ILOAD, TO);
        code.visitJumpInsn(Opcodes.IF_ICMPGE, end);
        turn.run();
        code.visitVarInsn(Opcodes.ALOAD, D);
        code.visitVarInsn(Opcodes.ILOAD, FROM);
        invoke(d.equals("[I") ? INTS : FLOATS, "intoArray", "(" + d + "I)V");
        code.visitIincInsn(FROM, VectorTileWriter.lanes());
        code.visitJumpInsn(Opcodes.GOTO, again);
        code.visitLabel(end);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        return (Loop) written.define();
    }

    private void compare(Comparison comparison) {
        load(FLOATS, "[F", A);
        code.visitVarInsn(Opcodes.ASTORE, FIRST);
        load(FLOATS, "[F", B);
        code.visitVarInsn(Opcodes.ASTORE, SECOND);
        // The numbers 0 and 1 as the bits of floats: what is blended is not computed with.
        broadcast(comparison.negated ? 1 : 0);
        broadcast(comparison.negated ? 0 : 1);
        mask(comparison.first);
        if (comparison.second != null) {
            mask(comparison.second);
            invoke(API + "VectorMask", "or", "(" + MASK + ")" + MASK);
        }
        invoke(FLOATS, "blend", "(" + VECTOR + MASK + ")L" + FLOATS + ";");
        invoke(FLOATS, "reinterpretAsInts", "()L" + INTS + ";");
    }

    private void mask(String comparison) {
        code.visitVarInsn(Opcodes.ALOAD, FIRST);
        operator(comparison);
        code.visitVarInsn(Opcodes.ALOAD, SECOND);
        invoke(FLOATS, "compare", "(" + COMPARISON + VECTOR + ")" + MASK);
    }

    private void choose() {
        load(FLOATS, "[F", B);
        invoke(FLOATS, "reinterpretAsInts", "()L" + INTS + ";");
        load(FLOATS, "[F", A);
        invoke(FLOATS, "reinterpretAsInts", "()L" + INTS + ";");
        load(INTS, "[I", C);
        operator("NE");
        code.visitInsn(Opcodes.ICONST_0);
        invoke(INTS, "compare", "(" + COMPARISON + "I)" + MASK);
        invoke(INTS, "blend", "(" + VECTOR + MASK + ")L" + INTS + ";");
        invoke(INTS, "reinterpretAsFloats", "()L" + FLOATS + ";");
    }

    private void operator(String comparison) {
        code.visitFieldInsn(Opcodes.GETSTATIC, API + "VectorOperators", comparison, COMPARISON);
    }

    private void broadcast(int bits) {
        species(FLOATS);
        code.visitLdcInsn(Float.intBitsToFloat(bits));
        code.visitMethodInsn(Opcodes.INVOKESTATIC, FLOATS, "broadcast", "(" + SPECIES + "F)L" + FLOATS + ";", false);
    }

    private void load(String vector, String array, int local) {
        species(vector);
        code.visitVarInsn(Opcodes.ALOAD, local);
        code.visitVarInsn(Opcodes.ILOAD, FROM);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, vector, "fromArray", "(" + SPECIES + array + "I)L" + vector + ";", false);
    }

    private void species(String vector) {
        code.visitFieldInsn(Opcodes.GETSTATIC, vector, "SPECIES_PREFERRED", SPECIES);
    }

    private void invoke(String owner, String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
    }

    private void cast(int local, String type) {
        code.visitVarInsn(Opcodes.ALOAD, local);
        code.visitTypeInsn(Opcodes.CHECKCAST, type);
        code.visitVarInsn(Opcodes.ASTORE, local);
    }
}
