package dev.blackstart.provider;

/** A probe cannot say yet: too few samples, or nothing to look at. Neither met nor unmet. */
public final class NotMeasurable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotMeasurable(String message) {
        super(message);
    }
}
