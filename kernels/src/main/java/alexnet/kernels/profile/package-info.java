/** Launches that stand for how the network uses each kernel, to be counted by the emulator's profile. */
package alexnet.kernels.profile;
