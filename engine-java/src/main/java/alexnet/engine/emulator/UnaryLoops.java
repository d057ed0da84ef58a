package alexnet.engine.emulator;

/** Templates of 1-operand loops over lanes, one per combination of register types; see {@link LoopTemplates}. */
final class UnaryLoops {

    private UnaryLoops() {}

    static final class II extends Loop {

        private static final Operators.II OPERATOR = LoopTemplates.operator(Operators.II.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            int[] x = (int[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class LL extends Loop {

        private static final Operators.LL OPERATOR = LoopTemplates.operator(Operators.LL.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class FF extends Loop {

        private static final Operators.FF OPERATOR = LoopTemplates.operator(Operators.FF.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            float[] x = (float[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class DD extends Loop {

        private static final Operators.DD OPERATOR = LoopTemplates.operator(Operators.DD.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            double[] r = (double[]) d;
            double[] x = (double[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class LI extends Loop {

        private static final Operators.LI OPERATOR = LoopTemplates.operator(Operators.LI.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            int[] x = (int[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class IL extends Loop {

        private static final Operators.IL OPERATOR = LoopTemplates.operator(Operators.IL.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            long[] x = (long[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class FI extends Loop {

        private static final Operators.FI OPERATOR = LoopTemplates.operator(Operators.FI.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            int[] x = (int[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class IF extends Loop {

        private static final Operators.IF OPERATOR = LoopTemplates.operator(Operators.IF.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            float[] x = (float[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class FL extends Loop {

        private static final Operators.FL OPERATOR = LoopTemplates.operator(Operators.FL.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            long[] x = (long[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class LF extends Loop {

        private static final Operators.LF OPERATOR = LoopTemplates.operator(Operators.LF.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            float[] x = (float[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class DI extends Loop {

        private static final Operators.DI OPERATOR = LoopTemplates.operator(Operators.DI.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            double[] r = (double[]) d;
            int[] x = (int[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class ID extends Loop {

        private static final Operators.ID OPERATOR = LoopTemplates.operator(Operators.ID.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            double[] x = (double[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class DL extends Loop {

        private static final Operators.DL OPERATOR = LoopTemplates.operator(Operators.DL.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            double[] r = (double[]) d;
            long[] x = (long[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class LD extends Loop {

        private static final Operators.LD OPERATOR = LoopTemplates.operator(Operators.LD.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            double[] x = (double[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class DF extends Loop {

        private static final Operators.DF OPERATOR = LoopTemplates.operator(Operators.DF.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            double[] r = (double[]) d;
            float[] x = (float[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    static final class FD extends Loop {

        private static final Operators.FD OPERATOR = LoopTemplates.operator(Operators.FD.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            double[] x = (double[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }
}
