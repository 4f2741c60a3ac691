package dev.blackstart.tolerance;

/** A text that a matcher may look at only so often: some expressions would take years on some texts. */
final class BoundedText implements CharSequence {
    private static final long MAX_LOOKS = 50_000_000;

    /** The matcher has looked too often. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final CharSequence text;
    private long looks;

    BoundedText(CharSequence text) {
        this.text = text;
    }

    @Override
    public char charAt(int index) {
        if (++looks > MAX_LOOKS) {
            throw new TooLong();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
