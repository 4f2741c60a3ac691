package dev.blackstart.junit;

import org.apiguardian.api.API;

/** What becomes of a test whose experiment tells nothing. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum OnInconclusive {
    /** It fails, in words of its own. */
    FAIL,
    /** It is aborted, as by an assumption that does not hold. */
    ABORT
}
