package dev.blackstart.proxy.arch.violations;

class Sleeps {
    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
