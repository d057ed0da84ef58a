package alexnet.engine.ptx;

import java.util.List;
import java.util.function.Consumer;

/** An operand of an instruction. */
public sealed interface PtxOperand {

    /** Visits the base of an address, the elements of a vector and both halves of a pair; any other operand is its only part. */
    default void forEachPart(Consumer<PtxOperand> action) {
        if (this instanceof Address address) {
            address.base().forEachPart(action);
        } else if (this instanceof Vector vector) {
            vector.elements().forEach(element -> element.forEachPart(action));
        } else if (this instanceof Pair pair) {
            pair.first().forEachPart(action);
            pair.second().forEachPart(action);
        } else {
            action.accept(this);
        }
    }

    /** A declared register. */
    record Register(String name, PtxType type) implements PtxOperand {}

    /** A special register such as {@code %tid.x}. */
    record Special(String name) implements PtxOperand {}

    /** A number: an integer's value, or the bits of a float ({@code floatBytes} 4 or 8; 0 for integers). */
    record Immediate(long bits, int floatBytes) implements PtxOperand {}

    /** The address of a variable plus an offset in bytes, a function, a label, or a list of labels or functions. */
    record Symbol(String name, long offset) implements PtxOperand {

        /** A name without an offset. */
        public Symbol(String name) {
            this(name, 0);
        }
    }

    /** {@code [base+offset]}. */
    record Address(PtxOperand base, long offset) implements PtxOperand {}

    /** <code>[texture, {x, y}]</code>: what texture and surface instructions read and write. */
    record Texel(PtxOperand texture, PtxOperand coordinates) implements PtxOperand {}

    /** <code>{a, b}</code>, or a register of a vector type. */
    record Vector(List<PtxOperand> elements) implements PtxOperand {}

    /** {@code a|b}: two results. */
    record Pair(PtxOperand first, PtxOperand second) implements PtxOperand {}

    /** {@code !p}. */
    record Negated(PtxOperand predicate) implements PtxOperand {}

    /** {@code (a, b)}: results or arguments of a call. */
    record Arguments(List<PtxOperand> elements) implements PtxOperand {}

    /** {@code _}: an unused result. */
    record Sink() implements PtxOperand {}
}
