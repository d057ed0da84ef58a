/**
 * The CPU reference of every kernel file: the same operation as plain loops in double precision. It is the
 * specification that the kernels are compared with.
 *
 * <p>Read {@link alexnet.kernels.reference.ReluReference} first, then {@link alexnet.kernels.reference.ConvReference}.
 * Names and shapes are those of the face.
 */
package alexnet.kernels.reference;
