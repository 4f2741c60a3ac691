package dev.blackstart.arch.violations;

class LoadsByName {
    Class<?> signal() throws ClassNotFoundException {
        return Class.forName("sun.misc.Signal");
    }
}
