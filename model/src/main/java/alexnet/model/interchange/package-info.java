/** Weights in the files of other programs: NumPy's {@code .npz} and Caffe's {@code .caffemodel}. */
package alexnet.model.interchange;
