package dev.blackstart.container;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Starts and ends of containers, as their engine tells of them. One thread reads; any thread closes, which ends the reading. */
public final class ContainerEvents implements AutoCloseable {
    private static final String PATH = "/events?filters="
            + URLEncoder.encode(
                    Json.compact(Map.of("type", List.of("container"), "event", List.of("start", "die", "destroy"))),
                    StandardCharsets.UTF_8);

    private final SocketChannel channel;
    private final BufferedReader lines;

    private ContainerEvents(SocketChannel channel, BufferedReader lines) {
        this.channel = channel;
        this.lines = lines;
    }

    /**
     * One of them.
     *
     * @param at when it happened, by the engine's clock, which {@link Inspection#startedAt} goes by too
     * @param exitStatus of a container that has just ended
     */
    public record Happened(String container, Instant at, OptionalInt exitStatus) {}

    static ContainerEvents open(ContainerEngine engine) {
        SocketChannel channel = null;
        try {
            channel = EngineConnection.open(engine.socket());
            channel.connect(engine.socket());
            ByteBuffer request = EngineConnection.request("GET", PATH);
            while (request.hasRemaining()) {
                channel.write(request);
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            int status = EngineConnection.status(String.valueOf(lines.readLine()));
            if (status != 200) {
                throw new IOException("status " + status);
            }
            String header = lines.readLine();
            while (header != null && !header.isEmpty()) {
                header = lines.readLine();
            }
            return new ContainerEvents(channel, lines);
        } catch (IOException e) {
            close(channel);
            throw new EngineFailed("the container engine at " + engine + " tells of no events: " + e.getMessage(), e);
        }
    }

    /** The next one; blocks until there is one. Empty when the engine tells of no more, or this was closed. */
    public Optional<Happened> next() {
        try {
            String line = lines.readLine();
            while (line != null) {
                Optional<Happened> event = read(line);
                if (event.isPresent()) {
                    return event;
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<Happened> read(String line) {
        try {
            if (Json.parse(line) instanceof Map<?, ?> said
                    && said.get("Actor") instanceof Map<?, ?> actor
                    && said.get("timeNano") instanceof Number nanos) {
                OptionalInt status = actor.get("Attributes") instanceof Map<?, ?> attributes
                                && attributes.get("exitCode") instanceof String code
                        ? OptionalInt.of(Integer.parseInt(code))
                        : OptionalInt.empty();
                return Optional.of(new Happened(
                        String.valueOf(actor.get("ID")), Instant.EPOCH.plusNanos(nanos.longValue()), status));
            }
        } catch (DocumentInvalid | NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(@Nullable SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // There is nothing more to be read from it in any case.
        }
    }
}
