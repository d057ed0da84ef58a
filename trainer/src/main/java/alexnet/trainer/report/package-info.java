/** Plots and the self-contained HTML report of a run. */
package alexnet.trainer.report;
