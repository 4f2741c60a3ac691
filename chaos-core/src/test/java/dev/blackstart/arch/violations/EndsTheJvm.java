package dev.blackstart.arch.violations;

class EndsTheJvm {
    void end() {
        System.exit(1);
    }
}
