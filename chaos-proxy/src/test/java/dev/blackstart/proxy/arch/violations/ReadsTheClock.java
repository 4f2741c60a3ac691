package dev.blackstart.proxy.arch.violations;

import java.time.Instant;

class ReadsTheClock {
    long monotonic() {
        return System.nanoTime();
    }

    Instant wall() {
        return Instant.now();
    }
}
