package dev.blackstart.document;

/**
 * One thing that is wrong with an input, in words for the person who wrote it.
 *
 * @param at where it stands
 * @param message what is wrong, with the value, and what would do
 * @param ofMachine whether the input is right, and this machine lacks what it takes
 */
public record Problem(Location at, String message, boolean ofMachine) {
    /** Of the input. */
    public Problem(Location at, String message) {
        this(at, message, false);
    }

    /** Something that this machine lacks. */
    public static Problem ofMachine(Location at, String message) {
        return new Problem(at, message, true);
    }

    @Override
    public String toString() {
        return at + ": " + message;
    }
}
