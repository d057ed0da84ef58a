package alexnet.engine.emulator;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the {@link TileLoop} over {@code jdk.incubator.vector} as byte code, so that nothing of the project depends on an
 * incubator module when it is compiled or where the JVM has none.
 *
 * <p>One turn of the loop takes a vector of each of the eight sums, adds eight products to each, and stores it: eight
 * vectors of sums and one right factor are live, which fits into 16 registers. The left factors are broadcast before
 * the loop by the compiler, and read as vectors from the stack.
 */
final class VectorTileWriter {

    private static final String VECTOR = "jdk/incubator/vector/FloatVector";
    private static final String SPECIES = "Ljdk/incubator/vector/VectorSpecies;";
    private static final String RUN = "([[F[[F[[F[FII)V";

    private static final int TO = 1;
    private static final int FROM = 2;
    private static final int RIGHT = 3;
    private static final int LEFT = 4;
    private static final int START = 5;
    private static final int END = 6;
    private static final int CHAINS = FragmentTile.CHAINS;
    private static final int STEPS = MultiplyAddChains.LONGEST;
    private static final int ARRAYS = 7;
    private static final int FACTORS = ARRAYS + 2 * CHAINS + STEPS;
    private static final int X = FACTORS + CHAINS * STEPS;
    private static final int SUMS = X + 1;
    private static final int FACTOR = SUMS + CHAINS;

    private VectorTileWriter() {}

    /** Floats in a vector of the JVM's preferred length. */
    static int lanes() {
        try {
            Object species = Class.forName("jdk.incubator.vector.FloatVector")
                    .getField("SPECIES_PREFERRED")
                    .get(null);
            return (int) Class.forName("jdk.incubator.vector.VectorSpecies")
                    .getMethod("length")
                    .invoke(species);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("jdk.incubator.vector is not as expected", e);
        }
    }

    static TileLoop write() {
        ByteCodeClass written = new ByteCodeClass("VectorTile", "TileLoop");
        run(written.method("run", RUN));
        return (TileLoop) written.define();
    }

    private static void run(MethodVisitor code) {
        rows(code, TO, ARRAYS, CHAINS);
        rows(code, FROM, ARRAYS + CHAINS, CHAINS);
        rows(code, RIGHT, ARRAYS + 2 * CHAINS, STEPS);
        for (int i = 0; i < CHAINS * STEPS; i++) {
            code.visitVarInsn(Opcodes.ALOAD, LEFT);
            code.visitIntInsn(Opcodes.BIPUSH, i);
            code.visitInsn(Opcodes.FALOAD);
            code.visitVarInsn(Opcodes.FSTORE, FACTORS + i);
        }
        Label again = new Label();
        Label end = new Label();
        code.visitVarInsn(Opcodes.ILOAD, START);
        code.visitVarInsn(Opcodes.ISTORE, X);
        code.visitLabel(again);
        code.visitVarInsn(Opcodes.ILOAD, X);
        code.visitVarInsn(Opcodes.ILOAD, END);
        code.visitJumpInsn(Opcodes.IF_ICMPGE, end);
        for (int i = 0; i < CHAINS; i++) {
            vector(code, ARRAYS + CHAINS + i, SUMS + i);
        }
        for (int k = 0; k < STEPS; k++) {
            vector(code, ARRAYS + 2 * CHAINS + k, FACTOR);
            for (int i = 0; i < CHAINS; i++) {
                code.visitVarInsn(Opcodes.ALOAD, FACTOR);
                species(code);
                code.visitVarInsn(Opcodes.FLOAD, FACTORS + i * STEPS + k);
                code.visitMethodInsn(
                        Opcodes.INVOKESTATIC, VECTOR, "broadcast", "(" + SPECIES + "F)L" + VECTOR + ";", false);
                code.visitVarInsn(Opcodes.ALOAD, SUMS + i);
                code.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL,
                        VECTOR,
                        "fma",
                        "(Ljdk/incubator/vector/Vector;Ljdk/incubator/vector/Vector;)L" + VECTOR + ";",
                        false);
                code.visitVarInsn(Opcodes.ASTORE, SUMS + i);
            }
        }
        for (int i = 0; i < CHAINS; i++) {
            code.visitVarInsn(Opcodes.ALOAD, SUMS + i);
            code.visitVarInsn(Opcodes.ALOAD, ARRAYS + i);
            code.visitVarInsn(Opcodes.ILOAD, X);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, VECTOR, "intoArray", "([FI)V", false);
        }
        code.visitVarInsn(Opcodes.ILOAD, X);
        code.visitIntInsn(Opcodes.BIPUSH, lanes());
        code.visitInsn(Opcodes.IADD);
        code.visitVarInsn(Opcodes.ISTORE, X);
        code.visitJumpInsn(Opcodes.GOTO, again);
        code.visitLabel(end);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
    }

    private static void rows(MethodVisitor code, int from, int to, int count) {
        for (int i = 0; i < count; i++) {
            code.visitVarInsn(Opcodes.ALOAD, from);
            code.visitIntInsn(Opcodes.BIPUSH, i);
            code.visitInsn(Opcodes.AALOAD);
            code.visitVarInsn(Opcodes.ASTORE, to + i);
        }
    }

    private static void species(MethodVisitor code) {
        code.visitFieldInsn(Opcodes.GETSTATIC, VECTOR, "SPECIES_PREFERRED", SPECIES);
    }

    private static void vector(MethodVisitor code, int array, int to) {
        species(code);
        code.visitVarInsn(Opcodes.ALOAD, array);
        code.visitVarInsn(Opcodes.ILOAD, X);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, VECTOR, "fromArray", "(" + SPECIES + "[FI)L" + VECTOR + ";", false);
        code.visitVarInsn(Opcodes.ASTORE, to);
    }
}
