package dev.blackstart.provider;

/** An activity did not work; the message becomes the journal's. The run goes on. */
public final class ActivityFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ActivityFailed(String message) {
        super(message);
    }

    public ActivityFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
