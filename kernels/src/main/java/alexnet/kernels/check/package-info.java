/** How results of a kernel are compared with those of its CPU reference. */
package alexnet.kernels.check;
