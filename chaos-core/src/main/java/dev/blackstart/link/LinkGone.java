package dev.blackstart.link;

/** The proxy of a link, or the whole server that had it, is not there any more; neither is any fault that it carried. */
public final class LinkGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LinkGone(String message, Throwable cause) {
        super(message, cause);
    }
}
