/**
 * The CUDA kernels as Java methods. Each {@code .cu} file has one class here, its face: {@code lrn.cu} has {@link
 * alexnet.kernels.Lrn}. A face checks its buffers, chooses tiles and geometry, and queues the launch. docs/kernels.md
 * has a section for each file.
 *
 * <p>Read {@link alexnet.kernels.KernelLibrary} first, which loads the PTX of a device, then {@link
 * alexnet.kernels.Relu} as the smallest face and {@link alexnet.kernels.Conv} as a large one. The records whose names
 * end in {@code Shape} are sizes with their layout; {@link alexnet.kernels.KernelResources} lists the kernel files and
 * what they need on a GPU.
 */
package alexnet.kernels;
