package alexnet.kernels;

/**
 * The convolution of the images, with 11 x 11 filters and any stride and padding: forward and filter gradient. There is no
 * data gradient, since nobody asks for the gradient of an image.
 */
public final class ConvImage extends Convolution {

    /** Rows and columns of a filter. */
    public static final int FILTER = 11;

    public ConvImage(KernelLibrary library) {
        super(library, "conv_image");
    }

    @Override
    void requireKernel(String operation, ConvShape shape) {
        if (shape.filterHeight() != FILTER || shape.filterWidth() != FILTER) {
            throw new IllegalArgumentException(operation + ": only 11x11 filters have a kernel; conv takes others"
                    + " (expected 11x11, found " + shape.filterHeight() + "x" + shape.filterWidth() + " in " + shape
                    + ")");
        }
    }
}
