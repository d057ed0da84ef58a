package alexnet.kernels;

import alexnet.engine.LaunchGeometry;

/** The launch of kernels whose blocks are 32 images times 8 channels of one place of a plane. */
final class PlaceGeometry {

    private static final int IMAGES = 32;
    private static final int CHANNELS = 8;

    private PlaceGeometry() {}

    /** Grid (places, ceil(channels / 8), ceil(batch / 32)), block (32, 8). */
    static LaunchGeometry of(int places, int channels, int batch) {
        return LaunchGeometry.of(
                places, GemmTile.ceilDivide(channels, CHANNELS), GemmTile.ceilDivide(batch, IMAGES), IMAGES, CHANNELS);
    }
}
