package dev.blackstart.junit.arch.violations;

class Sleeps {
    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
