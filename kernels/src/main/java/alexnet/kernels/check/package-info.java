/**
 * Compares the results of a kernel with those of its CPU reference.
 *
 * <p>Read {@link alexnet.kernels.check.Comparison} first: it has the tolerances. {@link
 * alexnet.kernels.check.CheckResult} is what it returns.
 */
package alexnet.kernels.check;
