package dev.blackstart.document;

/**
 * One thing that is wrong with an input, in words for the person who wrote it.
 *
 * @param at where it stands
 * @param message what is wrong, with the value, and what would do
 */
public record Problem(Location at, String message) {
    @Override
    public String toString() {
        return at + ": " + message;
    }
}
