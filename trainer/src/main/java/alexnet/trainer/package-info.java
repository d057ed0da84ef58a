/**
 * The program's entry. {@link alexnet.trainer.Launcher} reads the command line and hands it to a command; nothing imports it.
 * Read on in {@code command}, and for training in {@code train}.
 */
package alexnet.trainer;
