package dev.blackstart.junit.arch.violations;

class Prints {
    void print() {
        System.out.println("printed");
    }
}
