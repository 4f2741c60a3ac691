package dev.blackstart.cli.arch.violations;

import java.time.Instant;

class ReadsTheClock {
    Instant wall() {
        return Instant.now();
    }
}
