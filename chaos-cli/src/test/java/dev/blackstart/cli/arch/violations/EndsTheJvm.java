package dev.blackstart.cli.arch.violations;

class EndsTheJvm {
    void end() {
        System.exit(1);
    }
}
