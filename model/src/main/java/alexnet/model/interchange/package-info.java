/**
 * Weights in the files of other programs: NumPy's {@code .npz} and Caffe's {@code .caffemodel}. Start with {@link
 * alexnet.model.interchange.WeightFormat}, which opens any of them.
 */
package alexnet.model.interchange;
