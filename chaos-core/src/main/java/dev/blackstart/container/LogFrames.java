package dev.blackstart.container;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A log as an engine hands it out: frames of a stream's number, three zeros, a length and so many bytes; or, of a container with a
 * terminal, the bytes alone.
 */
final class LogFrames {
    private static final int HEAD = 8;
    private static final int STREAMS = 3;

    private LogFrames() {}

    static List<String> lines(byte[] log) {
        return new String(content(log), StandardCharsets.UTF_8).lines().toList();
    }

    private static byte[] content(byte[] log) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ByteBuffer left = ByteBuffer.wrap(log);
        while (left.remaining() >= HEAD) {
            int stream = left.getInt();
            int length = left.getInt();
            if (stream >>> 24 >= STREAMS || (stream & 0xffffff) != 0 || length < 0 || length > left.remaining()) {
                return log;
            }
            content.write(log, left.position(), length);
            left.position(left.position() + length);
        }
        return left.hasRemaining() ? log : content.toByteArray();
    }
}
