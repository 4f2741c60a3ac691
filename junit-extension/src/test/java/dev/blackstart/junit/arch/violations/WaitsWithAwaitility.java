package dev.blackstart.junit.arch.violations;

import org.awaitility.Awaitility;

class WaitsWithAwaitility {
    void await() {
        Awaitility.await().until(() -> true);
    }
}
