/** CUDA GPUs over the driver API of JCuda; the only package that knows JCuda. */
package alexnet.engine.cuda;
