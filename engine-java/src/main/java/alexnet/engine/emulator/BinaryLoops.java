package alexnet.engine.emulator;

/** Templates of 2-operand loops over lanes, one per combination of register types; see {@link LoopTemplates}. */
final class BinaryLoops {

    private BinaryLoops() {}

    static final class III extends Loop {

        private static final Operators.III OPERATOR = LoopTemplates.operator(Operators.III.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            int[] x = (int[]) a;
            int[] y = (int[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    static final class LLL extends Loop {

        private static final Operators.LLL OPERATOR = LoopTemplates.operator(Operators.LLL.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            long[] y = (long[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    static final class LLI extends Loop {

        private static final Operators.LLI OPERATOR = LoopTemplates.operator(Operators.LLI.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            int[] y = (int[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    static final class FFF extends Loop {

        private static final Operators.FFF OPERATOR = LoopTemplates.operator(Operators.FFF.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            float[] x = (float[]) a;
            float[] y = (float[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    static final class DDD extends Loop {

        private static final Operators.DDD OPERATOR = LoopTemplates.operator(Operators.DDD.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            double[] r = (double[]) d;
            double[] x = (double[]) a;
            double[] y = (double[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    static final class LII extends Loop {

        private static final Operators.LII OPERATOR = LoopTemplates.operator(Operators.LII.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            int[] x = (int[]) a;
            int[] y = (int[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    static final class ILL extends Loop {

        private static final Operators.ILL OPERATOR = LoopTemplates.operator(Operators.ILL.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            long[] x = (long[]) a;
            long[] y = (long[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    static final class IFF extends Loop {

        private static final Operators.IFF OPERATOR = LoopTemplates.operator(Operators.IFF.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            float[] x = (float[]) a;
            float[] y = (float[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }

    static final class IDD extends Loop {

        private static final Operators.IDD OPERATOR = LoopTemplates.operator(Operators.IDD.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            double[] x = (double[]) a;
            double[] y = (double[]) b;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i]);
            }
        }
    }
}
