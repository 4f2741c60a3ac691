package dev.blackstart.exchange;

import java.io.IOException;

/** PING as a RESP array (https://redis.io/docs/latest/develop/reference/protocol-spec/). */
final class RedisDialogue implements Dialogue {
    private static final byte[] PING = Wire.ascii("*1\r\n$4\r\nPING\r\n");

    @Override
    public byte[] request() {
        return PING.clone();
    }

    @Override
    public Reply read(Wire wire) throws IOException {
        String line = wire.line();
        if (line.startsWith("+")) {
            return new Reply(true, line.substring(1), true);
        }
        if (line.startsWith("-")) {
            // NOAUTH comes from a server that serves others; LOADING from one that serves nobody yet.
            return new Reply(!line.startsWith("-LOADING"), line.substring(1), true);
        }
        throw new IOException("not a Redis reply: '" + line + "'");
    }
}
