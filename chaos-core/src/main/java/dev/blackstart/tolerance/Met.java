package dev.blackstart.tolerance;

/**
 * Whether a value meets a tolerance.
 *
 * @param reason why not, or why it could not be compared at all; empty when met
 */
public record Met(boolean met, String reason) {
    static final Met YES = new Met(true, "");

    static Met no(String reason) {
        return new Met(false, reason);
    }

    static Met of(boolean met, String otherwise) {
        return met ? YES : no(otherwise);
    }
}
