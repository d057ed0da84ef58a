package alexnet.trainer.data;

/**
 * Eigenvalues and eigenvectors of a symmetric 3 x 3 matrix by Jacobi's rotations (Golub and Van Loan, section 8.5), in
 * a fixed order of additions, multiplications and square roots, so that the result has the same bits everywhere.
 */
public final class SymmetricEigen {

    private static final int MAX_SWEEPS = 50;

    private SymmetricEigen() {}

    /** Largest eigenvalue first; the largest entry of each vector is positive; negative rounding errors become 0. */
    public static ColourPca of(double[][] matrix) {
        double[][] a = {matrix[0].clone(), matrix[1].clone(), matrix[2].clone()};
        double[][] v = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}; // columns are the vectors
        for (int sweep = 0; sweep < MAX_SWEEPS && offDiagonal(a) > 0; sweep++) {
            rotate(a, v, 0, 1);
            rotate(a, v, 0, 2);
            rotate(a, v, 1, 2);
        }
        double[] values = new double[3];
        double[][] vectors = new double[3][];
        boolean[] taken = new boolean[3];
        for (int k = 0; k < 3; k++) {
            int best = -1;
            for (int i = 0; i < 3; i++) {
                if (!taken[i] && (best < 0 || a[i][i] > a[best][best])) {
                    best = i;
                }
            }
            taken[best] = true;
            values[k] = Math.max(0, a[best][best]);
            vectors[k] = signed(new double[] {v[0][best], v[1][best], v[2][best]});
        }
        return new ColourPca(values, vectors);
    }

    private static double offDiagonal(double[][] a) {
        return Math.abs(a[0][1]) + Math.abs(a[0][2]) + Math.abs(a[1][2]);
    }

    /** Turns the plane of axes p and q so that a[p][q] becomes 0. */
    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < 3; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = c * kp - s * kq;
            a[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < 3; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = c * pk - s * qk;
            a[q][k] = s * pk + c * qk;
        }
        a[p][q] = 0;
        a[q][p] = 0;
        for (int k = 0; k < 3; k++) {
            double kp = v[k][p];
            double kq = v[k][q];
            v[k][p] = c * kp - s * kq;
            v[k][q] = s * kp + c * kq;
        }
    }

    private static double[] signed(double[] vector) {
        int largest = 0;
        for (int i = 1; i < 3; i++) {
            if (Math.abs(vector[i]) > Math.abs(vector[largest])) {
                largest = i;
            }
        }
        double sign = vector[largest] < 0 ? -1 : 1;
        return new double[] {sign * vector[0], sign * vector[1], sign * vector[2]};
    }
}
