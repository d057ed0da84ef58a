package alexnet.engine.emulator.state;

/**
 * What has to hold for the operands of an integer operation, in all lanes concerned, so that its {@link LinearForm} is
 * exact. It speaks of one operand, {@link LinearForm#guarded}, where nothing else is said.
 */
public enum Guard {
    /** Nothing: the form is exact modulo the width of the result. */
    NONE,
    /** The operand's 32 bits, as a signed number, do not wrap. */
    SIGNED,
    /** The operand's 32 bits, as an unsigned number, do not wrap. Checked of affine operands only. */
    UNSIGNED,
    /** The operand is 0 or above and has no bits above those of the mask. Checked of affine operands only. */
    BELOW_MASK,
    /** The operand's bits that the mask has grow without a carry into the bits above them. */
    MASK,
    /** No bit is set in both of the first two operands. Checked of affine operands only. */
    DISJOINT,
    /** The operand, signed 32 bits that do not wrap, is nowhere above the other of the first two. */
    NOT_ABOVE,
    /** The operand, signed 32 bits that do not wrap, is nowhere below the other of the first two. */
    NOT_BELOW,
    /** The operand, a predicate which is the same along each row, holds. */
    HOLDS
}
