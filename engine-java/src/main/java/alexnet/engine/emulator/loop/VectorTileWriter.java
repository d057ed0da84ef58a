package alexnet.engine.emulator.loop;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the {@link TileLoop} over {@code jdk.incubator.vector} as byte code, so that nothing of the project depends on an
 * incubator module when it is compiled or where the JVM has none.
 *
 * <p>Steps are done in groups of four; chains of two or three are one group. One turn of the inner loop takes two vectors of lanes: those of the group's four
 * right factors stay in registers, while sum after sum is loaded, gets its products, and is stored. At most eight registers of right
 * factors, two of a sum and four of left factors fit into 16.
 *
 * <p>The store of each sum is what keeps the compiler from moving the left factors of all sums to the front, where it has
 * no registers for them: it cannot tell that the arrays differ. It reads each as a broadcast straight from memory. Both
 * groups of eight steps in one body would be more than the first compiler takes, and C2 would never see the method.
 */
public final class VectorTileWriter {

    private static final Members MEMBERS = new Members(MethodHandles.lookup());
    private static final String VECTOR = "jdk/incubator/vector/FloatVector";
    private static final String SPECIES = "Ljdk/incubator/vector/VectorSpecies;";
    private static final Method RUN = MEMBERS.method(
            TileLoop.class,
            "run",
            float[][].class,
            int[].class,
            int[].class,
            float[].class,
            int[].class,
            int.class,
            int[].class,
            int.class);

    private static final int CHAINS = TileLoop.CHAINS;
    /** Vectors of each sum in a turn. */
    private static final int WIDTH = 2;

    /** Most steps that are done together. */
    private static final int GROUP = 4;

    private static final int ARRAYS = 1;
    private static final int SUMS = 2;
    private static final int RIGHTS = 3;
    private static final int WORDS = 4;
    private static final int AT = 5;
    private static final int STRIDE = 6;
    private static final int STARTS = 7;
    private static final int PARTS = 8;
    private static final int FIRST = 9;
    private static final int PART = 10;
    private static final int X = 11;
    private static final int END = 12;
    private static final int LEFT = 13;
    private static final int SUM_ARRAY = LEFT + GROUP;
    private static final int RIGHT_ARRAY = SUM_ARRAY + CHAINS;
    private static final int SUM = RIGHT_ARRAY + GROUP;
    private static final int FACTOR = SUM + WIDTH;
    private static final int RIGHT = FACTOR + 1;

    private final MethodVisitor code;
    private final int lanes;
    private final int steps;
    private final int group;

    private VectorTileWriter(MethodVisitor code, int lanes, int steps) {
        this.code = code;
        this.lanes = lanes;
        this.steps = steps;
        this.group = Math.min(steps, GROUP);
    }

    /** Whether there is a loop for chains of so many steps: whole groups, or less than one. */
    public static boolean takes(int steps) {
        return steps > 1 && (steps < GROUP || steps % GROUP == 0);
    }

    /** Lanes of a turn of the loop. */
    static int turn() {
        return WIDTH * lanes();
    }

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

    /** @param steps of each chain, see {@link #takes} */
    static TileLoop write(int steps) {
        ByteCodeClass written = new ByteCodeClass(MEMBERS, "VectorTile", TileLoop.class);
        new VectorTileWriter(written.implement(RUN), lanes(), steps).run();
        return (TileLoop) written.define();
    }

    private void run() {
        for (int i = 0; i < CHAINS; i++) {
            array(SUMS, () -> {}, i, SUM_ARRAY + i);
        }
        loop(FIRST, () -> ByteCodeClass.push(code, steps), group, this::group);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
    }

    /** {@code for (counter = 0; counter < end; counter += step)}. */
    private void loop(int counter, Runnable end, int step, Runnable body) {
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.ISTORE, counter);
        turns(counter, end, step, body);
    }

    private void turns(int counter, Runnable end, int step, Runnable body) {
        Label again = new Label();
        Label done = new Label();
        code.visitLabel(again);
        code.visitVarInsn(Opcodes.ILOAD, counter);
        end.run();
        code.visitJumpInsn(Opcodes.IF_ICMPGE, done);
        body.run();
        code.visitIincInsn(counter, step);
        code.visitJumpInsn(Opcodes.GOTO, again);
        code.visitLabel(done);
    }

    private void group() {
        for (int k = 0; k < group; k++) {
            array(RIGHTS, this::plusFirst, k, RIGHT_ARRAY + k);
        }
        loop(PART, () -> code.visitVarInsn(Opcodes.ILOAD, PARTS), 1, this::part);
    }

    private void plusFirst() {
        code.visitVarInsn(Opcodes.ILOAD, FIRST);
        code.visitInsn(Opcodes.IADD);
    }

    private void part() {
        element(AT, 0);
        code.visitVarInsn(Opcodes.ILOAD, FIRST);
        code.visitVarInsn(Opcodes.ILOAD, STRIDE);
        code.visitInsn(Opcodes.IMUL);
        code.visitInsn(Opcodes.IADD);
        code.visitVarInsn(Opcodes.ISTORE, LEFT);
        for (int k = 1; k < group; k++) {
            code.visitVarInsn(Opcodes.ILOAD, LEFT + k - 1);
            code.visitVarInsn(Opcodes.ILOAD, STRIDE);
            code.visitInsn(Opcodes.IADD);
            code.visitVarInsn(Opcodes.ISTORE, LEFT + k);
        }
        element(STARTS, 0);
        code.visitVarInsn(Opcodes.ISTORE, X);
        element(STARTS, 1);
        code.visitVarInsn(Opcodes.ISTORE, END);
        turns(X, () -> code.visitVarInsn(Opcodes.ILOAD, END), WIDTH * lanes, this::turnOfLoop);
    }

    private void turnOfLoop() {
        for (int k = 0; k < group; k++) {
            load(RIGHT_ARRAY + k, RIGHT + k * WIDTH);
        }
        for (int i = 0; i < CHAINS; i++) {
            load(SUM_ARRAY + i, SUM);
            for (int k = 0; k < group; k++) {
                factor(LEFT + k, i);
                for (int v = 0; v < WIDTH; v++) {
                    add(RIGHT + k * WIDTH + v, SUM + v);
                }
            }
            for (int v = 0; v < WIDTH; v++) {
                code.visitVarInsn(Opcodes.ALOAD, SUM + v);
                code.visitVarInsn(Opcodes.ALOAD, SUM_ARRAY + i);
                lane(v);
                code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, VECTOR, "intoArray", "([FI)V", false);
            }
        }
    }

    /** The array of a slot into a local. */
    private void array(int slots, Runnable plus, int index, int to) {
        code.visitVarInsn(Opcodes.ALOAD, ARRAYS);
        code.visitVarInsn(Opcodes.ALOAD, slots);
        ByteCodeClass.push(code, index);
        plus.run();
        code.visitInsn(Opcodes.IALOAD);
        code.visitInsn(Opcodes.AALOAD);
        code.visitVarInsn(Opcodes.ASTORE, to);
    }

    /** Pushes a number of the part, or of one after it. */
    private void element(int array, int after) {
        code.visitVarInsn(Opcodes.ALOAD, array);
        code.visitVarInsn(Opcodes.ILOAD, PART);
        ByteCodeClass.push(code, after);
        code.visitInsn(Opcodes.IADD);
        code.visitInsn(Opcodes.IALOAD);
    }

    private void load(int array, int to) {
        for (int v = 0; v < WIDTH; v++) {
            species();
            code.visitVarInsn(Opcodes.ALOAD, array);
            lane(v);
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC, VECTOR, "fromArray", "(" + SPECIES + "[FI)L" + VECTOR + ";", false);
            code.visitVarInsn(Opcodes.ASTORE, to + v);
        }
    }

    private void lane(int vector) {
        code.visitVarInsn(Opcodes.ILOAD, X);
        ByteCodeClass.push(code, vector * lanes);
        code.visitInsn(Opcodes.IADD);
    }

    private void factor(int left, int chain) {
        species();
        code.visitVarInsn(Opcodes.ALOAD, WORDS);
        code.visitVarInsn(Opcodes.ILOAD, left);
        ByteCodeClass.push(code, chain);
        code.visitInsn(Opcodes.IADD);
        code.visitInsn(Opcodes.FALOAD);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, VECTOR, "broadcast", "(" + SPECIES + "F)L" + VECTOR + ";", false);
        code.visitVarInsn(Opcodes.ASTORE, FACTOR);
    }

    private void add(int right, int sum) {
        code.visitVarInsn(Opcodes.ALOAD, right);
        code.visitVarInsn(Opcodes.ALOAD, FACTOR);
        code.visitVarInsn(Opcodes.ALOAD, sum);
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                VECTOR,
                "fma",
                "(Ljdk/incubator/vector/Vector;Ljdk/incubator/vector/Vector;)L" + VECTOR + ";",
                false);
        code.visitVarInsn(Opcodes.ASTORE, sum);
    }

    private void species() {
        code.visitFieldInsn(Opcodes.GETSTATIC, VECTOR, "SPECIES_PREFERRED", SPECIES);
    }
}
