package dev.blackstart.exchange;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** GET over HTTP/1.1 (RFC 9112). A status from 200 to 399 is "serving"; redirects are not followed, bodies are read and forgotten. */
final class HttpDialogue implements Dialogue {
    private static final int MAX_HEADERS = 200;
    private static final int MAX_INTERIM = 8;
    private static final long MAX_BODY = 1 << 20;

    private final byte[] request;

    HttpDialogue(InetSocketAddress address, String path) {
        this.request = Wire.ascii("GET " + path + " HTTP/1.1\r\nHost: " + address.getHostString() + ":"
                + address.getPort() + "\r\nUser-Agent: blackstart\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n");
    }

    @Override
    public byte[] request() {
        return request.clone();
    }

    @Override
    public Reply read(Wire wire) throws IOException {
        for (int interim = 0; interim <= MAX_INTERIM; interim++) {
            String line = wire.line();
            int status = status(line);
            Map<String, String> headers = headers(wire);
            if (status >= 200) {
                boolean whole = body(wire, status, headers);
                return new Reply(status < 400, Integer.toString(status), whole && keepsAlive(line, headers));
            }
        }
        throw new IOException("more than " + MAX_INTERIM + " interim answers");
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new IOException("not an HTTP/1.1 status line: '" + line + "'");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static Map<String, String> headers(Wire wire) throws IOException {
        Map<String, String> headers = new HashMap<>();
        int count = 0;
        for (String line = wire.line(); !line.isEmpty(); line = wire.line()) {
            if (++count > MAX_HEADERS) {
                throw new IOException("more than " + MAX_HEADERS + " header lines");
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip().toLowerCase(Locale.ROOT));
            }
        }
        return headers;
    }

    private static boolean keepsAlive(String statusLine, Map<String, String> headers) {
        String connection = headers.getOrDefault("connection", "");
        return statusLine.startsWith("HTTP/1.1") ? !connection.contains("close") : connection.contains("keep-alive");
    }

    /** Reads the body; false if it has no end that leaves the connection usable. */
    private static boolean body(Wire wire, int status, Map<String, String> headers) throws IOException {
        if (status == 204 || status == 304) {
            return true;
        }
        if (headers.getOrDefault("transfer-encoding", "").contains("chunked")) {
            return chunks(wire);
        }
        String length = headers.get("content-length");
        if (length == null) {
            long read = 0;
            while (read <= MAX_BODY && wire.readOrEnd() >= 0) {
                read++;
            }
            return false;
        }
        long bytes = number(length, 10);
        wire.skip(Math.min(bytes, MAX_BODY));
        return bytes <= MAX_BODY;
    }

    private static boolean chunks(Wire wire) throws IOException {
        long read = 0;
        while (true) {
            String line = wire.line();
            int extension = line.indexOf(';');
            long size = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
            if (size == 0) {
                headers(wire);
                return true;
            }
            if (size > MAX_BODY - read) {
                return false;
            }
            read += size;
            wire.skip(size);
            wire.line();
        }
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("not a length: '" + text + "'", e);
        }
        throw new IOException("not a length: '" + text + "'");
    }
}
