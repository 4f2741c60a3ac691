package dev.blackstart.link;

/** The API of a link's proxy did not answer, or refused what was asked of it; the message says which proxy and what. */
public final class LinkUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LinkUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
