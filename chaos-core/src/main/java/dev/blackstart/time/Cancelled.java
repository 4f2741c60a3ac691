package dev.blackstart.time;

/** Thrown out of a wait whose run was interrupted. */
public final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Cancelled(String reason) {
        super(reason);
    }
}
