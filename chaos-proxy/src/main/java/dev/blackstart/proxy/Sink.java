package dev.blackstart.proxy;

/** Takes the chunks of one direction in order: a stage, or the socket behind the last one. */
interface Sink {

    /** Takes a chunk over; {@code arrived} is when it came, or should have come were timers exact. */
    void accept(Chunk chunk, long arrived);
}
