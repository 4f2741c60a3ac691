package dev.blackstart.junit.arch.violations;

class ReadsTheClock {
    long now() {
        return System.nanoTime();
    }
}
