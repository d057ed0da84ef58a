package alexnet.engine.emulator.loop;

/** Templates of 1-operand loops over lanes, one per combination of register types; see {@link LoopTemplates}. */
public final class UnaryLoops {

    private UnaryLoops() {}

    public static final class II extends Loop {

        private static final Signatures.II OPERATOR = LoopTemplates.operator(Signatures.II.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            int[] x = (int[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class LL extends Loop {

        private static final Signatures.LL OPERATOR = LoopTemplates.operator(Signatures.LL.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class FF extends Loop {

        private static final Signatures.FF OPERATOR = LoopTemplates.operator(Signatures.FF.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            float[] x = (float[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class DD extends Loop {

        private static final Signatures.DD OPERATOR = LoopTemplates.operator(Signatures.DD.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            double[] r = (double[]) d;
            double[] x = (double[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class LI extends Loop {

        private static final Signatures.LI OPERATOR = LoopTemplates.operator(Signatures.LI.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            int[] x = (int[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class IL extends Loop {

        private static final Signatures.IL OPERATOR = LoopTemplates.operator(Signatures.IL.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            long[] x = (long[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class FI extends Loop {

        private static final Signatures.FI OPERATOR = LoopTemplates.operator(Signatures.FI.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            int[] x = (int[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class IF extends Loop {

        private static final Signatures.IF OPERATOR = LoopTemplates.operator(Signatures.IF.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            float[] x = (float[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class FL extends Loop {

        private static final Signatures.FL OPERATOR = LoopTemplates.operator(Signatures.FL.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            long[] x = (long[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class LF extends Loop {

        private static final Signatures.LF OPERATOR = LoopTemplates.operator(Signatures.LF.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            float[] x = (float[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class DI extends Loop {

        private static final Signatures.DI OPERATOR = LoopTemplates.operator(Signatures.DI.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            double[] r = (double[]) d;
            int[] x = (int[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class ID extends Loop {

        private static final Signatures.ID OPERATOR = LoopTemplates.operator(Signatures.ID.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            double[] x = (double[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class DL extends Loop {

        private static final Signatures.DL OPERATOR = LoopTemplates.operator(Signatures.DL.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            double[] r = (double[]) d;
            long[] x = (long[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class LD extends Loop {

        private static final Signatures.LD OPERATOR = LoopTemplates.operator(Signatures.LD.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            double[] x = (double[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class DF extends Loop {

        private static final Signatures.DF OPERATOR = LoopTemplates.operator(Signatures.DF.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            double[] r = (double[]) d;
            float[] x = (float[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }

    public static final class FD extends Loop {

        private static final Signatures.FD OPERATOR = LoopTemplates.operator(Signatures.FD.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            double[] x = (double[]) a;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i]);
            }
        }
    }
}
