/** Recipes for the paper's tables and figures, their execution step by step, and the comparison with the paper. */
package alexnet.trainer.experiment;
