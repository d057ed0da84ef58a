/**
 * CUDA GPUs over the driver API of JCuda; the only package that knows JCuda.
 *
 * <p>{@link alexnet.engine.cuda.CudaDriver} is the gate: no other class of JCuda or of this package is touched before it
 * has found a driver. JCuda reports no error by itself until it is told to, so each of its classes is switched to
 * exceptions at the place where it is first used.
 *
 * <p>JCuda unpacks its native libraries into {@code java.io.tmpdir} under fixed names and takes whatever file of that
 * name it finds there. Who starts the JVM should therefore point that property at a directory of the user's own, as the
 * launcher script does.
 */
package alexnet.engine.cuda;
