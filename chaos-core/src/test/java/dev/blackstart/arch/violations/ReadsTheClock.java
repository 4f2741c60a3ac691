package dev.blackstart.arch.violations;

import java.time.Instant;

class ReadsTheClock {
    Instant wall() {
        return Instant.now();
    }
}
