package alexnet.engine.emulator;

/** Templates of 3-operand loops over lanes, one per combination of register types; see {@link LoopTemplates}. */
final class TernaryLoops {

    private TernaryLoops() {}

    static final class IIII extends Loop {

        private static final Operators.IIII OPERATOR = LoopTemplates.operator(Operators.IIII.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            int[] x = (int[]) a;
            int[] y = (int[]) b;
            int[] z = (int[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    static final class LLLL extends Loop {

        private static final Operators.LLLL OPERATOR = LoopTemplates.operator(Operators.LLLL.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            long[] y = (long[]) b;
            long[] z = (long[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    static final class LLLI extends Loop {

        private static final Operators.LLLI OPERATOR = LoopTemplates.operator(Operators.LLLI.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            long[] y = (long[]) b;
            int[] z = (int[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    static final class LLII extends Loop {

        private static final Operators.LLII OPERATOR = LoopTemplates.operator(Operators.LLII.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            int[] y = (int[]) b;
            int[] z = (int[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    static final class ILLI extends Loop {

        private static final Operators.ILLI OPERATOR = LoopTemplates.operator(Operators.ILLI.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            long[] x = (long[]) a;
            long[] y = (long[]) b;
            int[] z = (int[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    static final class FFFF extends Loop {

        private static final Operators.FFFF OPERATOR = LoopTemplates.operator(Operators.FFFF.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            float[] x = (float[]) a;
            float[] y = (float[]) b;
            float[] z = (float[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }

        @Override
        boolean takesUniformFirst() {
            return true;
        }

        @Override
        void runUniformFirst(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            float x = ((float[]) a)[0];
            float[] y = (float[]) b;
            float[] z = (float[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x, y[i], z[i]);
            }
        }
    }

    /**
     * Takes stretches of lanes with the same selector: C2 of JDK 17, with the flags that the build sets, aborts the JVM when
     * it makes vectors of a choice between floats by an int (ShouldNotReachHere in TypeVect::xmeet).
     */
    static final class FFFI extends Loop {

        private static final Operators.FFFI OPERATOR = LoopTemplates.operator(Operators.FFFI.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            float[] x = (float[]) a;
            float[] y = (float[]) b;
            int[] z = (int[]) c;
            for (int i = from; i < to; ) {
                int selector = z[i];
                int end = i + 1;
                while (end < to && z[end] == selector) {
                    end++;
                }
                stretch(r, x, y, selector, i, end);
                i = end;
            }
        }

        private static void stretch(float[] r, float[] x, float[] y, int selector, int from, int to) {
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], selector);
            }
        }
    }

    static final class DDDD extends Loop {

        private static final Operators.DDDD OPERATOR = LoopTemplates.operator(Operators.DDDD.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            double[] r = (double[]) d;
            double[] x = (double[]) a;
            double[] y = (double[]) b;
            double[] z = (double[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    /**
     * Takes stretches of lanes with the same selector: C2 of JDK 17, with the flags that the build sets, aborts the JVM when
     * it makes vectors of a choice between doubles by an int (ShouldNotReachHere in TypeVect::xmeet).
     */
    static final class DDDI extends Loop {

        private static final Operators.DDDI OPERATOR = LoopTemplates.operator(Operators.DDDI.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            double[] r = (double[]) d;
            double[] x = (double[]) a;
            double[] y = (double[]) b;
            int[] z = (int[]) c;
            for (int i = from; i < to; ) {
                int selector = z[i];
                int end = i + 1;
                while (end < to && z[end] == selector) {
                    end++;
                }
                stretch(r, x, y, selector, i, end);
                i = end;
            }
        }

        private static void stretch(double[] r, double[] x, double[] y, int selector, int from, int to) {
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], selector);
            }
        }
    }

    static final class LIIL extends Loop {

        private static final Operators.LIIL OPERATOR = LoopTemplates.operator(Operators.LIIL.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            int[] x = (int[]) a;
            int[] y = (int[]) b;
            long[] z = (long[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    static final class IIIF extends Loop {

        private static final Operators.IIIF OPERATOR = LoopTemplates.operator(Operators.IIIF.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            int[] x = (int[]) a;
            int[] y = (int[]) b;
            float[] z = (float[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    static final class LLLF extends Loop {

        private static final Operators.LLLF OPERATOR = LoopTemplates.operator(Operators.LLLF.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            long[] y = (long[]) b;
            float[] z = (float[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    static final class DDDF extends Loop {

        private static final Operators.DDDF OPERATOR = LoopTemplates.operator(Operators.DDDF.class);

        @Override
        void run(Object d, Object a, Object b, Object c, int from, int to) {
            double[] r = (double[]) d;
            double[] x = (double[]) a;
            double[] y = (double[]) b;
            float[] z = (float[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }
}
