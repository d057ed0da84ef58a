/** Every operation once more as plain loops in double precision: the specification that the kernels are held against. */
package alexnet.kernels.reference;
