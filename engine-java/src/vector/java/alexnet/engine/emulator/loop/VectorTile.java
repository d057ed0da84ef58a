package alexnet.engine.emulator.loop;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The template of the {@link TileLoop} over the Vector API; {@link LoopTemplates} defines it once more for each number of
 * steps, so that C2 sees a constant.
 *
 * <p>Steps are done in groups of four; chains of two or three are one group. One turn of the inner loop takes two vectors
 * of lanes: those of the group's four right factors stay in registers, while sum after sum is loaded, gets its products,
 * and is stored. At most eight registers of right factors, two of a sum and four of left factors fit into 16.
 *
 * <p>The store of each sum is what keeps the compiler from moving the left factors of all sums to the front, where it has
 * no registers for them: it cannot tell that the arrays differ. It reads each as a broadcast straight from memory. A body
 * with both groups of eight steps would be more than the first compiler takes, and C2 would never see the method.
 *
 * <p>The eight sums are written out. C2 inlines no more methods of ours once it has seen 18,000 nodes
 * (NodeCountInliningCutoff), which the Vector API's own methods reach after three sums: with a method for each sum the loop
 * took three to eight times as long. With a loop over the sums it took up to half as long again.
 */
final class VectorTile extends TileLoop {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private static final int STEPS = LoopTemplates.operator(Integer.class);
    /** Steps that are done together. */
    private static final int TOGETHER = Math.min(STEPS, TileLoop.GROUP);

    private static final boolean THREE = TOGETHER > 2;
    private static final boolean FOUR = TOGETHER > 3;

    @Override
    public int turn() {
        return WIDTH * LANES;
    }

    @Override
    public void run(
            float[][] arrays, int[] sums, int[] rights, float[] words, int[] at, int stride, int[] starts, int parts) {
        float[] sum0 = arrays[sums[0]];
        float[] sum1 = arrays[sums[1]];
        float[] sum2 = arrays[sums[2]];
        float[] sum3 = arrays[sums[3]];
        float[] sum4 = arrays[sums[4]];
        float[] sum5 = arrays[sums[5]];
        float[] sum6 = arrays[sums[6]];
        float[] sum7 = arrays[sums[7]];
        for (int first = 0; first < STEPS; first += TOGETHER) {
            float[] right0 = arrays[rights[first]];
            float[] right1 = arrays[rights[first + 1]];
            float[] right2 = THREE ? arrays[rights[first + 2]] : null;
            float[] right3 = FOUR ? arrays[rights[first + 3]] : null;
            for (int part = 0; part < parts; part++) {
                int left0 = at[part] + first * stride;
                int left1 = left0 + stride;
                int left2 = left1 + stride;
                int left3 = left2 + stride;
                int end = starts[part + 1];
                for (int x = starts[part]; x < end; x += WIDTH * LANES) {
                    FloatVector a0 = FloatVector.fromArray(SPECIES, right0, x);
                    FloatVector b0 = FloatVector.fromArray(SPECIES, right0, x + LANES);
                    FloatVector a1 = FloatVector.fromArray(SPECIES, right1, x);
                    FloatVector b1 = FloatVector.fromArray(SPECIES, right1, x + LANES);
                    FloatVector a2 = THREE ? FloatVector.fromArray(SPECIES, right2, x) : null;
                    FloatVector b2 = THREE ? FloatVector.fromArray(SPECIES, right2, x + LANES) : null;
                    FloatVector a3 = FOUR ? FloatVector.fromArray(SPECIES, right3, x) : null;
                    FloatVector b3 = FOUR ? FloatVector.fromArray(SPECIES, right3, x + LANES) : null;
                    FloatVector word = FloatVector.broadcast(SPECIES, words[left0]);
                    FloatVector a = a0.fma(word, FloatVector.fromArray(SPECIES, sum0, x));
                    FloatVector b = b0.fma(word, FloatVector.fromArray(SPECIES, sum0, x + LANES));
                    word = FloatVector.broadcast(SPECIES, words[left1]);
                    a = a1.fma(word, a);
                    b = b1.fma(word, b);
                    if (THREE) {
                        word = FloatVector.broadcast(SPECIES, words[left2]);
                        a = a2.fma(word, a);
                        b = b2.fma(word, b);
                    }
                    if (FOUR) {
                        word = FloatVector.broadcast(SPECIES, words[left3]);
                        a = a3.fma(word, a);
                        b = b3.fma(word, b);
                    }
                    a.intoArray(sum0, x);
                    b.intoArray(sum0, x + LANES);

                    word = FloatVector.broadcast(SPECIES, words[left0 + 1]);
                    a = a0.fma(word, FloatVector.fromArray(SPECIES, sum1, x));
                    b = b0.fma(word, FloatVector.fromArray(SPECIES, sum1, x + LANES));
                    word = FloatVector.broadcast(SPECIES, words[left1 + 1]);
                    a = a1.fma(word, a);
                    b = b1.fma(word, b);
                    if (THREE) {
                        word = FloatVector.broadcast(SPECIES, words[left2 + 1]);
                        a = a2.fma(word, a);
                        b = b2.fma(word, b);
                    }
                    if (FOUR) {
                        word = FloatVector.broadcast(SPECIES, words[left3 + 1]);
                        a = a3.fma(word, a);
                        b = b3.fma(word, b);
                    }
                    a.intoArray(sum1, x);
                    b.intoArray(sum1, x + LANES);

                    word = FloatVector.broadcast(SPECIES, words[left0 + 2]);
                    a = a0.fma(word, FloatVector.fromArray(SPECIES, sum2, x));
                    b = b0.fma(word, FloatVector.fromArray(SPECIES, sum2, x + LANES));
                    word = FloatVector.broadcast(SPECIES, words[left1 + 2]);
                    a = a1.fma(word, a);
                    b = b1.fma(word, b);
                    if (THREE) {
                        word = FloatVector.broadcast(SPECIES, words[left2 + 2]);
                        a = a2.fma(word, a);
                        b = b2.fma(word, b);
                    }
                    if (FOUR) {
                        word = FloatVector.broadcast(SPECIES, words[left3 + 2]);
                        a = a3.fma(word, a);
                        b = b3.fma(word, b);
                    }
                    a.intoArray(sum2, x);
                    b.intoArray(sum2, x + LANES);

                    word = FloatVector.broadcast(SPECIES, words[left0 + 3]);
                    a = a0.fma(word, FloatVector.fromArray(SPECIES, sum3, x));
                    b = b0.fma(word, FloatVector.fromArray(SPECIES, sum3, x + LANES));
                    word = FloatVector.broadcast(SPECIES, words[left1 + 3]);
                    a = a1.fma(word, a);
                    b = b1.fma(word, b);
                    if (THREE) {
                        word = FloatVector.broadcast(SPECIES, words[left2 + 3]);
                        a = a2.fma(word, a);
                        b = b2.fma(word, b);
                    }
                    if (FOUR) {
                        word = FloatVector.broadcast(SPECIES, words[left3 + 3]);
                        a = a3.fma(word, a);
                        b = b3.fma(word, b);
                    }
                    a.intoArray(sum3, x);
                    b.intoArray(sum3, x + LANES);

                    word = FloatVector.broadcast(SPECIES, words[left0 + 4]);
                    a = a0.fma(word, FloatVector.fromArray(SPECIES, sum4, x));
                    b = b0.fma(word, FloatVector.fromArray(SPECIES, sum4, x + LANES));
                    word = FloatVector.broadcast(SPECIES, words[left1 + 4]);
                    a = a1.fma(word, a);
                    b = b1.fma(word, b);
                    if (THREE) {
                        word = FloatVector.broadcast(SPECIES, words[left2 + 4]);
                        a = a2.fma(word, a);
                        b = b2.fma(word, b);
                    }
                    if (FOUR) {
                        word = FloatVector.broadcast(SPECIES, words[left3 + 4]);
                        a = a3.fma(word, a);
                        b = b3.fma(word, b);
                    }
                    a.intoArray(sum4, x);
                    b.intoArray(sum4, x + LANES);

                    word = FloatVector.broadcast(SPECIES, words[left0 + 5]);
                    a = a0.fma(word, FloatVector.fromArray(SPECIES, sum5, x));
                    b = b0.fma(word, FloatVector.fromArray(SPECIES, sum5, x + LANES));
                    word = FloatVector.broadcast(SPECIES, words[left1 + 5]);
                    a = a1.fma(word, a);
                    b = b1.fma(word, b);
                    if (THREE) {
                        word = FloatVector.broadcast(SPECIES, words[left2 + 5]);
                        a = a2.fma(word, a);
                        b = b2.fma(word, b);
                    }
                    if (FOUR) {
                        word = FloatVector.broadcast(SPECIES, words[left3 + 5]);
                        a = a3.fma(word, a);
                        b = b3.fma(word, b);
                    }
                    a.intoArray(sum5, x);
                    b.intoArray(sum5, x + LANES);

                    word = FloatVector.broadcast(SPECIES, words[left0 + 6]);
                    a = a0.fma(word, FloatVector.fromArray(SPECIES, sum6, x));
                    b = b0.fma(word, FloatVector.fromArray(SPECIES, sum6, x + LANES));
                    word = FloatVector.broadcast(SPECIES, words[left1 + 6]);
                    a = a1.fma(word, a);
                    b = b1.fma(word, b);
                    if (THREE) {
                        word = FloatVector.broadcast(SPECIES, words[left2 + 6]);
                        a = a2.fma(word, a);
                        b = b2.fma(word, b);
                    }
                    if (FOUR) {
                        word = FloatVector.broadcast(SPECIES, words[left3 + 6]);
                        a = a3.fma(word, a);
                        b = b3.fma(word, b);
                    }
                    a.intoArray(sum6, x);
                    b.intoArray(sum6, x + LANES);

                    word = FloatVector.broadcast(SPECIES, words[left0 + 7]);
                    a = a0.fma(word, FloatVector.fromArray(SPECIES, sum7, x));
                    b = b0.fma(word, FloatVector.fromArray(SPECIES, sum7, x + LANES));
                    word = FloatVector.broadcast(SPECIES, words[left1 + 7]);
                    a = a1.fma(word, a);
                    b = b1.fma(word, b);
                    if (THREE) {
                        word = FloatVector.broadcast(SPECIES, words[left2 + 7]);
                        a = a2.fma(word, a);
                        b = b2.fma(word, b);
                    }
                    if (FOUR) {
                        word = FloatVector.broadcast(SPECIES, words[left3 + 7]);
                        a = a3.fma(word, a);
                        b = b3.fma(word, b);
                    }
                    a.intoArray(sum7, x);
                    b.intoArray(sum7, x + LANES);
                }
            }
        }
    }
}
