package alexnet.engine.emulator.loop;

/** Templates of 2-operand loops over lanes, one per combination of register types; see {@link LoopTemplates}. */
public final class BinaryLoops {

    private BinaryLoops() {}

    public static final class III extends Loop {

        private static final Signatures.III OPERATOR = LoopTemplates.operator(Signatures.III.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            int[] x = (int[]) a;
            int[] y = (int[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    public static final class LLL extends Loop {

        private static final Signatures.LLL OPERATOR = LoopTemplates.operator(Signatures.LLL.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            long[] y = (long[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    public static final class LLI extends Loop {

        private static final Signatures.LLI OPERATOR = LoopTemplates.operator(Signatures.LLI.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            int[] y = (int[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    public static final class FFF extends Loop {

        private static final Signatures.FFF OPERATOR = LoopTemplates.operator(Signatures.FFF.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            float[] x = (float[]) a;
            float[] y = (float[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    public static final class DDD extends Loop {

        private static final Signatures.DDD OPERATOR = LoopTemplates.operator(Signatures.DDD.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            double[] r = (double[]) d;
            double[] x = (double[]) a;
            double[] y = (double[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    public static final class LII extends Loop {

        private static final Signatures.LII OPERATOR = LoopTemplates.operator(Signatures.LII.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            int[] x = (int[]) a;
            int[] y = (int[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    public static final class ILL extends Loop {

        private static final Signatures.ILL OPERATOR = LoopTemplates.operator(Signatures.ILL.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            long[] x = (long[]) a;
            long[] y = (long[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    public static final class IFF extends Loop {

        private static final Signatures.IFF OPERATOR = LoopTemplates.operator(Signatures.IFF.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            float[] x = (float[]) a;
            float[] y = (float[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    public static final class IDD extends Loop {

        private static final Signatures.IDD OPERATOR = LoopTemplates.operator(Signatures.IDD.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            double[] x = (double[]) a;
            double[] y = (double[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }
}
