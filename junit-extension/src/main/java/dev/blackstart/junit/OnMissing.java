package dev.blackstart.junit;

import org.apiguardian.api.API;

/** What becomes of a test that this machine cannot run, for want of Docker, root, {@code setsid} or the like. Always with the reason. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum OnMissing {
    /** Fails where the environment variable {@code CI} is set to anything but {@code false}, else skips. */
    SKIP_UNLESS_CI,
    SKIP,
    FAIL
}
