package dev.blackstart.heal;

/** Nobody watches over the run; the message says why. */
public final class HealerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HealerFailed(String message, Throwable cause) {
        super(message, cause);
    }

    HealerFailed(String message) {
        super(message);
    }
}
