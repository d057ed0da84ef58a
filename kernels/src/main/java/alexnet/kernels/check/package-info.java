/** Every kernel held against its CPU reference; the {@code check} command and the tests run the same list. */
package alexnet.kernels.check;
