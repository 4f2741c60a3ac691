package dev.blackstart.junit.arch.violations;

class EndsTheJvm {
    void end() {
        System.exit(0);
    }
}
