/**
 * One list of example calls for each kernel file, by its name: {@code lrn.cu} has {@link alexnet.kernels.example.LrnExamples}.
 * The {@code check} command, {@code kernels --profile}, {@code bench} and the kernel tests all take their operands, launches
 * and comparisons from here.
 *
 * <p>Read {@link alexnet.kernels.example.ExampleCall} first, then {@link alexnet.kernels.example.ReluExamples} as the smallest
 * list, then {@link alexnet.kernels.example.ExampleLists}, which finds them all.
 */
package alexnet.kernels.example;
