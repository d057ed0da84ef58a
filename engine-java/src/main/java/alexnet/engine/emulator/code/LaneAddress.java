package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.Place;

/**
 * An instruction's operand {@code [base+offset]}: where each lane finds its address.
 *
 * @param space the state space that the access goes to: the instruction's, or that of the variable that it names
 * @param place 32- or 64-bit slot of the base
 * @param offset bytes added to the base
 */
public record LaneAddress(int space, Place place, long offset) {

    /** The lanes' bases, to be read with {@link #at}. */
    Object bases(BlockState state) {
        return state.files[place.file()].array(place.slot());
    }

    /** One lane's address. */
    long at(Object bases, int lane) {
        return offset + (bases instanceof int[] narrow ? narrow[lane] & 0xffff_ffffL : ((long[]) bases)[lane]);
    }
}
