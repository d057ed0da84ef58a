package alexnet.kernels.reference;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.Lrn;

/** What {@link Lrn} computes, in double precision. */
public final class LrnReference {

    private LrnReference() {}

    /** y (C,H,W,N) = x (C,H,W,N) normalised. */
    public static void forward(ActivationShape shape, Lrn.Parameters parameters, double[] x, double[] y) {
        new Maps(shape, parameters, 0, 0, x).forward(y);
    }

    /** dx (C,H,W,N) from x (C,H,W,N), the input of forward, and dy (C,H,W,N). */
    public static void backward(
            ActivationShape shape, Lrn.Parameters parameters, double[] x, double[] dy, double[] dx) {
        new Maps(shape, parameters, 0, 0, x).backward(dy, new double[0], dx);
    }

    /** y (C,H,W,N) from x (lower + C + upper,H,W,N). */
    public static void borderForward(
            ActivationShape shape, Lrn.Parameters parameters, Lrn.Border border, double[] x, double[] y) {
        new Maps(shape, parameters, border.lower(), border.upper(), x).forward(y);
    }

    /**
     * terms (2 half,H,W,N) = dy_j x_j s_j^(-beta-1) of the first and the last half channels, from x (lower + C +
     * upper,H,W,N) and dy (C,H,W,N); 0 where no neighbour asks for them.
     */
    public static void borderTerms(
            ActivationShape shape,
            Lrn.Parameters parameters,
            Lrn.Border border,
            double[] x,
            double[] dy,
            double[] terms) {
        Maps maps = new Maps(shape, parameters, border.lower(), border.upper(), x);
        int plane = maps.plane();
        int half = parameters.half();
        for (int m = 0; m < half; m++) {
            for (int i = 0; i < plane; i++) {
                int last = shape.channels() - half + m;
                terms[m * plane + i] = border.lower() == 0 ? 0 : maps.term(dy, m, i);
                terms[(half + m) * plane + i] = border.upper() == 0 ? 0 : maps.term(dy, last, i);
            }
        }
    }

    /** dx (C,H,W,N) from x (lower + C + upper,H,W,N), dy (C,H,W,N) and the neighbours' terms (lower + upper,H,W,N). */
    public static void borderBackward(
            ActivationShape shape,
            Lrn.Parameters parameters,
            Lrn.Border border,
            double[] x,
            double[] dy,
            double[] neighbours,
            double[] dx) {
        new Maps(shape, parameters, border.lower(), border.upper(), x).backward(dy, neighbours, dx);
    }

    /**
     * Own channels with those of the neighbours around them.
     *
     * @param shape (C,H,W,N), the own channels
     * @param x (lower + C + upper,H,W,N)
     */
    private record Maps(ActivationShape shape, Lrn.Parameters parameters, int lower, int upper, double[] x) {

        int plane() {
            return shape.elements() / shape.channels();
        }

        void forward(double[] y) {
            int plane = plane();
            for (int c = 0; c < shape.channels(); c++) {
                for (int i = 0; i < plane; i++) {
                    y[c * plane + i] =
                            x[(lower + c) * plane + i] * Math.pow(denominator(c, i), -(double) parameters.beta());
                }
            }
        }

        void backward(double[] dy, double[] neighbours, double[] dx) {
            int plane = plane();
            double beta = parameters.beta();
            double[] terms = new double[(lower + shape.channels() + upper) * plane];
            System.arraycopy(neighbours, 0, terms, 0, lower * plane);
            System.arraycopy(neighbours, lower * plane, terms, (lower + shape.channels()) * plane, upper * plane);
            for (int c = 0; c < shape.channels(); c++) {
                for (int i = 0; i < plane; i++) {
                    terms[(lower + c) * plane + i] = term(dy, c, i);
                }
            }
            for (int c = 0; c < shape.channels(); c++) {
                for (int i = 0; i < plane; i++) {
                    double sum = 0;
                    for (int j = first(c); j <= last(c); j++) {
                        sum += terms[(lower + j) * plane + i];
                    }
                    dx[c * plane + i] = dy[c * plane + i] * Math.pow(denominator(c, i), -beta)
                            - 2 * parameters.alpha() * beta * x[(lower + c) * plane + i] * sum;
                }
            }
        }

        /** dy_c x_c s_c^(-beta-1) of own channel c, for pixel i of the plane. */
        double term(double[] dy, int c, int i) {
            int plane = plane();
            return dy[c * plane + i]
                    * x[(lower + c) * plane + i]
                    * Math.pow(denominator(c, i), -parameters.beta() - 1.0);
        }

        /** s = k + alpha * (sum of squares over the window of own channel c), for pixel i of the plane. */
        private double denominator(int c, int i) {
            double sum = 0;
            for (int j = first(c); j <= last(c); j++) {
                double value = x[(lower + j) * plane() + i];
                sum += value * value;
            }
            return parameters.k() + parameters.alpha() * sum;
        }

        /** The first channel of the window around c; below 0 it is a neighbour's. */
        private int first(int c) {
            return Math.max(-lower, c - parameters.half());
        }

        private int last(int c) {
            return Math.min(shape.channels() + upper - 1, c + parameters.half());
        }
    }
}
