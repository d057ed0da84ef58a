package alexnet.kernels.check;

/**
 * What one check found.
 *
 * @param error largest error over all elements, each divided by what its tolerance allows: at most 1 when all is well,
 *     infinite when a value is not finite where the reference is
 * @param worst the worst element: name, index, value found, value expected, tolerance
 */
public record CheckResult(double error, String worst) {

    /** True when every element lies within its tolerance. */
    public boolean passed() {
        return error <= 1;
    }

    /** The worse of the two. */
    public CheckResult and(CheckResult other) {
        return other.error > error ? other : this;
    }
}
