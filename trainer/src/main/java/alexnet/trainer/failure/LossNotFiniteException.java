package alexnet.trainer.failure;

/** Training that diverged: the loss of a step is NaN or infinite (exit 7). */
public final class LossNotFiniteException extends TrainerException {

    private static final long serialVersionUID = 1L;

    /**
     * @param step the global step, from 1
     * @param loss what it gave
     * @param lastGood the newest checkpoint, or null where none was written
     */
    public LossNotFiniteException(long step, double loss, String lastGood) {
        super(
                ExitCode.NOT_FINITE,
                "step " + step,
                "the loss is not finite (expected a number, found " + loss + "); "
                        + (lastGood == null ? "no checkpoint was written yet" : "last good checkpoint: " + lastGood),
                "lower --lr, or start the biases lower with --initial-bias 0.1",
                null);
    }
}
