package dev.blackstart.exchange;

import java.io.IOException;

/**
 * SSLRequest, which a server answers with one byte before anybody has logged in
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html). It can be asked once per connection.
 */
final class PostgresDialogue implements Dialogue {
    private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 0x04, (byte) 0xd2, 0x16, 0x2f};

    @Override
    public byte[] request() {
        return SSL_REQUEST.clone();
    }

    @Override
    public Reply read(Wire wire) throws IOException {
        int answer = wire.read();
        return switch (answer) {
            case 'S', 'N' -> new Reply(true, Character.toString(answer), false);
            case 'E' -> new Reply(false, "an error instead of S or N", false);
            default -> throw new IOException("not a PostgreSQL answer: byte " + answer);
        };
    }
}
