package dev.blackstart.exchange;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;

/**
 * A question as the bytes that go over a connection, where only how much comes back matters. Immutable by agreement: nobody changes
 * the arrays.
 *
 * @param first what is sent on a new connection; empty where nothing is known that would be answered
 * @param again what is answered once more on the same connection; empty where nothing is
 */
@SuppressWarnings("ArrayRecordComponent") // handed to a socket, never compared
public record RawQuestion(byte[] first, byte[] again) {
    private static final byte[] NOTHING = {};

    /** An empty SETTINGS frame, which every HTTP/2 server acknowledges (RFC 9113, 6.5.3). */
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

    /** The readiness question of a protocol, of its port's actual address. */
    public static RawQuestion of(Question question, InetSocketAddress address) {
        return switch (question.protocol()) {
            case HTTP -> same(new HttpDialogue(address, question.detail()));
            case REDIS -> same(new RedisDialogue());
            case POSTGRES -> new RawQuestion(new PostgresDialogue().request(), NOTHING);
            case GRPC -> new RawQuestion(preface(), SETTINGS);
            case TCP -> new RawQuestion(NOTHING, NOTHING);
        };
    }

    private static RawQuestion same(Dialogue dialogue) {
        return new RawQuestion(dialogue.request(), dialogue.request());
    }

    /** How an HTTP/2 connection begins (RFC 9113, 3.4). */
    private static byte[] preface() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Wire.ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        bytes.writeBytes(SETTINGS);
        return bytes.toByteArray();
    }

    /** Whether anything is known that would be answered. */
    public boolean isKnown() {
        return first.length > 0;
    }
}
