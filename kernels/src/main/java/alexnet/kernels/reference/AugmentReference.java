package alexnet.kernels.reference;

import alexnet.kernels.AugmentRule;
import alexnet.kernels.AugmentShape;
import java.util.Arrays;

/** What {@link alexnet.kernels.Augment} computes, in double precision. */
public final class AugmentReference {

    private AugmentReference() {}

    /** out (3,O,O,N) from images uint8 (N,S,S,3), with the operands of the kernel. */
    public static void apply(
            AugmentShape shape,
            byte[] images,
            int[] cropX,
            int[] cropY,
            int[] mirror,
            double[] colour,
            double[] mean,
            AugmentRule rule,
            double[] out) {
        int source = shape.sourceSize();
        int crop = shape.cropSize();
        int output = shape.outputSize();
        Arrays.fill(out, 0);
        for (int n = 0; n < shape.batch(); n++) {
            for (int y = 0; y < crop; y++) {
                for (int x = 0; x < crop; x++) {
                    int row = cropY[n] + y;
                    int column = cropX[n] + (mirror[n] != 0 ? crop - 1 - x : x);
                    boolean isAligned = rule.meanOffset() == AugmentRule.ALIGNED;
                    int meanRow = isAligned ? row : rule.meanOffset() + y;
                    int meanColumn = isAligned ? column : rule.meanOffset() + x;
                    for (int c = 0; c < 3; c++) {
                        int k = rule.isBlueFirst() ? 2 - c : c;
                        int pixel = images[((n * source + row) * source + column) * 3 + k] & 0xff;
                        double average = mean[(meanRow * source + meanColumn) * 3 + k];
                        out[((c * output + y) * output + x) * shape.batch() + n] =
                                (pixel + colour[k * shape.batch() + n] - average) * rule.scale();
                    }
                }
            }
        }
    }
}
