/** Recipes for the tables and figures of the paper, the command's steps through one, and the comparison at its end. */
package alexnet.trainer.experiment;
