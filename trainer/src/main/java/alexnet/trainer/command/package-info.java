/** One class per command, and the groups of options that commands share. */
package alexnet.trainer.command;
