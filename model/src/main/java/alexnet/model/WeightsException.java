package alexnet.model;

import java.util.Optional;

/** A weights file that is damaged or does not fit the network: {@code FILE: reason (expected X, found Y)}. */
public final class WeightsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String hint;

    /** @param hint what the user can do, or null */
    public WeightsException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public WeightsException(String message) {
        this(message, null);
    }

    /** What the user can do about it. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}
