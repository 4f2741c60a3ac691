package dev.blackstart.fault.network;

/** Which way through a link. */
public enum Direction {
    RESPONSE,
    REQUEST,
    BOTH;

    boolean request() {
        return this != RESPONSE;
    }

    boolean response() {
        return this != REQUEST;
    }
}
