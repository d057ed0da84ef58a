package alexnet.engine.emulator.loop;

/** Templates of 3-operand loops over lanes, one per combination of register types; see {@link LoopTemplates}. */
public final class TernaryLoops {

    private TernaryLoops() {}

    public static final class IIII extends Loop {

        private static final Signatures.IIII OPERATOR = LoopTemplates.operator(Signatures.IIII.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            int[] x = (int[]) a;
            int[] y = (int[]) b;
            int[] z = (int[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    public static final class LLLL extends Loop {

        private static final Signatures.LLLL OPERATOR = LoopTemplates.operator(Signatures.LLLL.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            long[] y = (long[]) b;
            long[] z = (long[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    public static final class LLLI extends Loop {

        private static final Signatures.LLLI OPERATOR = LoopTemplates.operator(Signatures.LLLI.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            long[] y = (long[]) b;
            int[] z = (int[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    public static final class LLII extends Loop {

        private static final Signatures.LLII OPERATOR = LoopTemplates.operator(Signatures.LLII.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            int[] y = (int[]) b;
            int[] z = (int[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    public static final class ILLI extends Loop {

        private static final Signatures.ILLI OPERATOR = LoopTemplates.operator(Signatures.ILLI.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            long[] x = (long[]) a;
            long[] y = (long[]) b;
            int[] z = (int[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    public static final class FFFF extends Loop {

        private static final Signatures.FFFF OPERATOR = LoopTemplates.operator(Signatures.FFFF.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            float[] r = (float[]) d;
            float[] x = (float[]) a;
            float[] y = (float[]) b;
            float[] z = (float[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }

        @Override
        public boolean takesUniformFirst() {
            return true;
        }

        @Override
        public void runUniformFirst(Object d, Object a, Object b, Object c, int from, int to) {
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
    public static final class FFFI extends Loop {

        private static final Signatures.FFFI OPERATOR = LoopTemplates.operator(Signatures.FFFI.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
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

    public static final class DDDD extends Loop {

        private static final Signatures.DDDD OPERATOR = LoopTemplates.operator(Signatures.DDDD.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
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
    public static final class DDDI extends Loop {

        private static final Signatures.DDDI OPERATOR = LoopTemplates.operator(Signatures.DDDI.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
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

    public static final class LIIL extends Loop {

        private static final Signatures.LIIL OPERATOR = LoopTemplates.operator(Signatures.LIIL.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            int[] x = (int[]) a;
            int[] y = (int[]) b;
            long[] z = (long[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    public static final class IIIF extends Loop {

        private static final Signatures.IIIF OPERATOR = LoopTemplates.operator(Signatures.IIIF.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            int[] r = (int[]) d;
            int[] x = (int[]) a;
            int[] y = (int[]) b;
            float[] z = (float[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    public static final class LLLF extends Loop {

        private static final Signatures.LLLF OPERATOR = LoopTemplates.operator(Signatures.LLLF.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
            long[] r = (long[]) d;
            long[] x = (long[]) a;
            long[] y = (long[]) b;
            float[] z = (float[]) c;
            for (int i = from; i < to; i++) {
                r[i] = OPERATOR.apply(x[i], y[i], z[i]);
            }
        }
    }

    public static final class DDDF extends Loop {

        private static final Signatures.DDDF OPERATOR = LoopTemplates.operator(Signatures.DDDF.class);

        @Override
        public void run(Object d, Object a, Object b, Object c, int from, int to) {
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
