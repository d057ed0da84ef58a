package alexnet.model.interchange;

/** Field numbers of caffe.proto, as far as weights are concerned. */
final class CaffeFields {

    /** NetParameter. */
    static final int NET_NAME = 1;

    /** V1LayerParameter, repeated: the older form. */
    static final int NET_LAYERS = 2;

    /** LayerParameter, repeated. */
    static final int NET_LAYER = 100;

    /** LayerParameter. */
    static final int LAYER_NAME = 1;

    static final int LAYER_TYPE = 2;
    static final int LAYER_BLOBS = 7;

    /** V1LayerParameter. */
    static final int V1_NAME = 4;

    static final int V1_TYPE = 5;
    static final int V1_BLOBS = 6;

    /** Values of V1LayerParameter's type. */
    static final int V1_CONVOLUTION = 4;

    static final int V1_INNER_PRODUCT = 14;

    /** BlobProto: the first of num, channels, height and width, which older files have in place of a shape. */
    static final int BLOB_NUM = 1;

    static final int BLOB_CHANNELS = 2;
    static final int BLOB_HEIGHT = 3;
    static final int BLOB_WIDTH = 4;
    static final int BLOB_DATA = 5;
    static final int BLOB_SHAPE = 7;
    static final int BLOB_DOUBLE_DATA = 8;

    /** BlobShape. */
    static final int SHAPE_DIM = 1;

    /** Extents that each blob has in the older form. */
    static final int LEGACY_AXES = 4;

    /** Extents that Caffe allows in a shape. */
    static final int MOST_AXES = 32;

    private CaffeFields() {}
}
