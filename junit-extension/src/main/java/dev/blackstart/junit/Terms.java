package dev.blackstart.junit;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** What {@link WithChaos} says for a test. */
record Terms(boolean requireEvidence, long seed, OnMissing onMissing, OnInconclusive onInconclusive) {
    static final Terms DEFAULT = new Terms(true, 0, OnMissing.SKIP_UNLESS_CI, OnInconclusive.FAIL);

    /** Of the method, else of the nearest class around it. */
    static Terms of(ExtensionContext context) {
        for (ExtensionContext at = context; at != null; at = at.getParent().orElse(null)) {
            var found = at.getElement().flatMap(element -> AnnotationSupport.findAnnotation(element, WithChaos.class));
            if (found.isPresent()) {
                return of(found.get());
            }
        }
        return DEFAULT;
    }

    static Terms of(WithChaos says) {
        return new Terms(says.requireEvidence(), says.seed(), says.onMissing(), says.onInconclusive());
    }

    /** What is thrown in a test that this machine cannot run. */
    RuntimeException missing(String reason) {
        return missing(reason, System.getenv());
    }

    /** @param environment says by {@code CI} whether a test that is skipped would go unseen */
    RuntimeException missing(String reason, Map<String, String> environment) {
        String ci = environment.get("CI");
        boolean inCi = ci != null && !ci.isBlank() && !ci.equalsIgnoreCase("false");
        boolean skips = onMissing == OnMissing.SKIP || (onMissing == OnMissing.SKIP_UNLESS_CI && !inCi);
        if (skips) {
            return new TestAbortedException("skipped: " + reason);
        }
        throw new AssertionFailedError(
                reason + (onMissing == OnMissing.FAIL ? "" : " (a failure, not skipped, because CI is set)"));
    }
}
