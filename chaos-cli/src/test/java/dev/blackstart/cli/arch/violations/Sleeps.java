package dev.blackstart.cli.arch.violations;

class Sleeps {
    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
