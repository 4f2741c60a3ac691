package dev.blackstart.container;

/** A container engine did not answer, or did not do what it was asked; the message says which and what. */
public final class EngineFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineFailed(String message) {
        super(message);
    }

    EngineFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
