package alexnet.model;

import java.util.Optional;

/**
 * A network file, or a size asked for on the command line, that makes no network: {@code FILE:LINE:COLUMN: reason
 * (expected X, found Y)}.
 */
public final class NetworkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String hint;

    /** @param hint what the user can do, or null */
    public NetworkException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public NetworkException(String message) {
        this(message, null);
    }

    /** What the user can do about it. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}
