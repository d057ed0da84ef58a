/**
 * CUDA GPUs over the driver API of JCuda. This is the only package that uses JCuda; docs/devices.md.
 *
 * <p>Read {@link alexnet.engine.cuda.CudaDriver} first: no other class of this package or of JCuda is touched before it
 * has found a driver. Then read {@link alexnet.engine.cuda.CudaDevice} and {@link alexnet.engine.cuda.CudaStream}.
 * JCuda reports errors only after it is told to, so each of its classes is switched to exceptions where it is first
 * used.
 *
 * <p>JCuda unpacks its native libraries into {@code java.io.tmpdir} under fixed names, and loads any file that already
 * has that name. Whoever starts the JVM should therefore set that property to a directory of the user's own, as the
 * launcher script does.
 */
package alexnet.engine.cuda;
