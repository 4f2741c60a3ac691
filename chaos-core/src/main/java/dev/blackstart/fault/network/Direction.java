package dev.blackstart.fault.network;

import dev.blackstart.topology.Link;

/** Which way through a link. */
public enum Direction {
    RESPONSE,
    REQUEST,
    BOTH;

    boolean request() {
        return this != RESPONSE;
    }

    boolean concerns(Link.ChunkDelay chunk) {
        return chunk.response() ? response() : request();
    }

    boolean response() {
        return this != REQUEST;
    }
}
