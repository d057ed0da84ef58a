/**
 * Plots, pictures and the self-contained HTML report of a run. Start with {@link alexnet.trainer.report.RunReport}; {@link
 * alexnet.trainer.report.Figure} is what the drawn panels share.
 */
package alexnet.trainer.report;
