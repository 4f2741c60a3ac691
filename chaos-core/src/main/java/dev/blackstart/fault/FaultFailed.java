package dev.blackstart.fault;

/** A fault could not be injected or reverted; the message names fault, target and phase. */
public final class FaultFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FaultFailed(String message, Throwable cause) {
        super(message, cause);
    }

    public FaultFailed(String message) {
        super(message);
    }
}
