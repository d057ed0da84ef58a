package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.Stream;

/**
 * Exponential, logarithm and hyperbolic tangent in float32 from correctly rounded operations only, so that device and host
 * have the same bits. The first two are within 1 ulp of the exact value (0.98 and 0.94 are the largest errors over all floats);
 * exponentials below the smallest normal float are within 1 unit of the smallest subnormal one. The tangent, which
 * {@link Tanh} uses, is within 2 ulp.
 */
public final class Elementary {

    // ln 2 in two parts: the first has 15 significant bits, so a product with a whole number below 512 is exact.
    private static final float LN2_HIGH = 0x1.62e4p-1f;
    private static final float LN2_LOW = 0x1.7f7d1cp-20f;
    // Added to a small number, it leaves that number, rounded to a whole one, in the lowest bits of the sum.
    private static final float ROUNDER = 0x1.8p23f;
    private static final int ROUNDER_BITS = 0x4b400000;

    private final KernelLibrary library;

    public Elementary(KernelLibrary library) {
        this.library = library;
    }

    /**
     * Queues y = exp(x).
     *
     * @param elements length of x and y
     * @param y the result; may be x
     * @throws IllegalArgumentException when {@code elements} is below 1, or a buffer too small or on another device
     */
    public void exponential(Stream stream, int elements, DeviceBuffer x, DeviceBuffer y) {
        launch("exponential", stream, elements, x, y);
    }

    /**
     * Queues y = ln(x).
     *
     * @param elements length of x and y
     * @param y the result; may be x
     * @throws IllegalArgumentException when {@code elements} is below 1, or a buffer too small or on another device
     */
    public void logarithm(Stream stream, int elements, DeviceBuffer x, DeviceBuffer y) {
        launch("logarithm", stream, elements, x, y);
    }

    /**
     * exp(x), with the bits that the kernels give.
     *
     * <p>x = n ln 2 + r with |r| at most ln 2 / 2; exp(x) = 2^n (1 + r + r^2 q(r)), q a minimax polynomial of degree 5.
     * NaN gives NaN, x above 88.72283 gives infinity, x below -103.9721 gives 0.
     */
    public static float exponential(float x) {
        float c = x > 90.0f ? 90.0f : x;
        c = c < -105.0f ? -105.0f : c;
        float shifted = Math.fma(c, 0x1.715476p0f, ROUNDER);
        int n = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
        float whole = shifted - ROUNDER;
        float r = Math.fma(whole, -LN2_HIGH, c);
        r = Math.fma(whole, -LN2_LOW, r);
        float q = 0x1.9dfc08p-13f;
        q = Math.fma(q, r, 0x1.6d4ccap-10f);
        q = Math.fma(q, r, 0x1.11130ep-7f);
        q = Math.fma(q, r, 0x1.5554e8p-5f);
        q = Math.fma(q, r, 0x1.555554p-3f);
        q = Math.fma(q, r, 0.5f);
        float e = Math.fma(r * r, q, r) + 1.0f;
        int half = n >> 1;
        float first = Float.intBitsToFloat((half + 127) << 23);
        float second = Float.intBitsToFloat((n - half + 127) << 23);
        return Float.isNaN(x) ? x : e * first * second;
    }

    /**
     * ln(x), with the bits that the kernels give.
     *
     * <p>x = 2^n (1 + f) with 1 + f from 2/3 to 4/3; ln(x) = n ln 2 + f + f^2 q(f), q a minimax polynomial of degree 8.
     * 0 gives -infinity, +infinity itself, NaN and x below 0 give NaN.
     */
    public static float logarithm(float x) {
        boolean tiny = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(tiny ? x * 0x1p23f : x);
        int n = (bits - 0x3f2aaaab) >> 23;
        float f = Float.intBitsToFloat(bits - (n << 23)) - 1.0f;
        float whole = tiny ? n - 23 : n;
        float q = -0x1.07e26ep-3f;
        q = Math.fma(q, f, 0x1.1e6f88p-3f);
        q = Math.fma(q, f, -0x1.f325acp-4f);
        q = Math.fma(q, f, 0x1.1ed50ap-3f);
        q = Math.fma(q, f, -0x1.559cd4p-3f);
        q = Math.fma(q, f, 0x1.99d052p-3f);
        q = Math.fma(q, f, -0x1.fffef8p-3f);
        q = Math.fma(q, f, 0x1.555506p-2f);
        q = Math.fma(q, f, -0.5f);
        float result = Math.fma(f * f, q, f);
        result = Math.fma(whole, LN2_LOW, result);
        result = Math.fma(whole, LN2_HIGH, result);
        if (x > 0) {
            return x == Float.POSITIVE_INFINITY ? x : result;
        }
        return x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
    }

    /**
     * tanh(x), with the bits that the kernels give.
     *
     * <p>x + x^3 p(x^2) below 0.5625 in magnitude, p a minimax polynomial of degree 4; from there on 1 - 2 / (exp(2 |x|) + 1)
     * with the sign of x. NaN gives NaN, 0 and -0 give themselves.
     */
    public static float hyperbolicTangent(float x) {
        float magnitude = Math.abs(x);
        float square = magnitude * magnitude;
        float p = -0x1.95001ap-8f;
        p = Math.fma(p, square, 0x1.582fb0p-6f);
        p = Math.fma(p, square, -0x1.b90946p-5f);
        p = Math.fma(p, square, 0x1.110c72p-3f);
        p = Math.fma(p, square, -0x1.555548p-2f);
        float small = Math.fma(magnitude * square, p, magnitude);
        float large = 1.0f - 2.0f / (exponential(2.0f * magnitude) + 1.0f);
        return Float.isNaN(x) ? x : Math.copySign(magnitude < 0.5625f ? small : large, x);
    }

    private void launch(String name, Stream stream, int elements, DeviceBuffer x, DeviceBuffer y) {
        Elementwise.require(name, library, stream, elements, "x", x, "y", y);
        stream.launch(
                library.kernel("elementary", "elementary_" + name),
                Elementwise.geometry(elements),
                new KernelArguments().i32(elements).pointer(x).pointer(y));
    }
}
