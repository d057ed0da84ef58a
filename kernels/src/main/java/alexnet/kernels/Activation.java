package alexnet.kernels;

/** What is applied to the output of a convolution or fully connected layer, in the kernel that makes it. */
public enum Activation {
    /** The value itself. */
    NONE,
    /** max(0, value); the derivative at 0 is 0 (paper, 3.1). */
    RELU;

    /** The number by which the kernels know it. */
    int code() {
        return ordinal();
    }
}
