package alexnet.kernels;

/** What both response normalisations require of the constants of their formula. */
final class NormConstants {

    private NormConstants() {}

    /** @throws IllegalArgumentException naming the layer and the constant that is out of range */
    static void require(String layer, int largestSize, int size, float k, float alpha, float beta) {
        if (size < 1 || size > largestSize || size % 2 == 0) {
            throw new IllegalArgumentException(
                    layer + ": size must be odd and from 1 to " + largestSize + " (found " + size + ")");
        }
        if (!(k > 0) || !(alpha >= 0) || !Float.isFinite(k) || !Float.isFinite(alpha)) {
            throw new IllegalArgumentException(layer + ": k must be above 0 and alpha at least 0, both finite (found k "
                    + k + ", alpha " + alpha + ")");
        }
        if (beta != 0.75f) {
            throw new IllegalArgumentException(layer + ": beta must be 0.75, which square roots can give in exact IEEE"
                    + " arithmetic (expected 0.75, found " + beta + ")");
        }
    }
}
