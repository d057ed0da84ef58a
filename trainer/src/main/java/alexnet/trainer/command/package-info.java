/**
 * One class per command, and the options that commands share. Start with {@link alexnet.trainer.command.AlexnetCommand},
 * which all extend, then {@link alexnet.trainer.command.TrainCommand}. The options of training are in {@code settings}.
 */
package alexnet.trainer.command;
