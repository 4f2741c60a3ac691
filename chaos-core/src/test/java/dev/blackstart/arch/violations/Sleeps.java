package dev.blackstart.arch.violations;

class Sleeps {
    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
