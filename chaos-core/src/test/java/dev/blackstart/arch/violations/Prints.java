package dev.blackstart.arch.violations;

class Prints {
    void print() {
        System.out.println("to whoever is there");
    }
}
