package dev.blackstart.proxy.arch.violations;

class MakesAThread {
    Thread thread() {
        return new Thread("unnamed");
    }
}
