package dev.blackstart.container;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Json;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The engine that containers run on, by the HTTP API that Docker has and others speak too. Door of the package; stateless, so for
 * everybody: drivers, the healer, topologies. Each call blocks for some milliseconds, ten seconds at the most.
 *
 * <p>Every method throws {@link EngineFailed} when the engine does not answer, or refuses.
 */
public final class ContainerEngine {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;
    private static final int FAILED = 400;

    private final RunClock clock = new RunClock();
    private final String address;
    private final SocketAddress socket;

    private ContainerEngine(String address, SocketAddress socket) {
        this.address = address;
        this.socket = socket;
    }

    /**
     * The engine at an address as {@code DOCKER_HOST} has it. Nothing is connected yet.
     *
     * @param address {@code unix:///var/run/docker.sock} or {@code tcp://host:port}
     * @throws IllegalArgumentException if it is of another form
     */
    public static ContainerEngine at(String address) {
        URI uri = URI.create(address);
        if ("unix".equals(uri.getScheme()) && uri.getPath() != null) {
            return new ContainerEngine(address, UnixDomainSocketAddress.of(Path.of(uri.getPath())));
        }
        if ("tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
            return new ContainerEngine(address, new InetSocketAddress(uri.getHost(), uri.getPort()));
        }
        throw new IllegalArgumentException(
                "a container engine is reached at unix:///path or tcp://host:port, not at '" + address + "'");
    }

    /** As {@link #at} takes it. */
    public String address() {
        return address;
    }

    SocketAddress socket() {
        return socket;
    }

    /** Whether something answers there as an engine does, and has an image of that name. */
    public boolean hasImage(String image) {
        return ask("GET", "/images/" + image + "/json").status() < FAILED;
    }

    /** What is to be said of a container now; empty when there is none of that id. */
    public Optional<Inspection> inspect(String id) {
        EngineConnection.Answer answer = ask("GET", "/containers/" + id + "/json");
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        require(answer, "inspect", id);
        try {
            if (Json.parse(answer.text()) instanceof Map<?, ?> said) {
                return Optional.of(Inspection.of(said));
            }
        } catch (DocumentInvalid | NumberFormatException e) {
            throw new EngineFailed("the container engine at " + address + " does not answer in JSON", e);
        }
        throw new EngineFailed("the container engine at " + address + " does not say what container " + id + " is");
    }

    /** Freezes every process of a container. */
    public void pause(String id) {
        require(ask("POST", "/containers/" + id + "/pause"), "pause", id);
    }

    /** Lets them go on. */
    public void unpause(String id) {
        require(ask("POST", "/containers/" + id + "/unpause"), "unpause", id);
    }

    /** Sends a signal to its first process; a paused container gets {@code KILL} all the same. */
    public void signal(String id, String signal) {
        require(ask("POST", "/containers/" + id + "/kill?signal=" + signal), "send SIG" + signal + " to", id);
    }

    /** Starts one that has ended; nothing happens if it runs. */
    public void start(String id) {
        EngineConnection.Answer answer = ask("POST", "/containers/" + id + "/start");
        if (answer.status() != NOT_MODIFIED) {
            require(answer, "start", id);
        }
    }

    /**
     * Asks a container to end, by the signal that its image names for that, and kills it after the grace. Returns once it has ended;
     * nothing happens if it has, or if it is gone.
     */
    public void end(String id, Duration grace, Cancellation cancellation) {
        Optional<Inspection> now = inspect(id).filter(Inspection::running);
        if (now.isEmpty()) {
            return;
        }
        if (!grace.isZero()) {
            signal(id, now.get().stopSignal());
            if (awaitEnd(id, grace, cancellation)) {
                return;
            }
        }
        kill(id, cancellation);
    }

    /** Kills a container; returns once it has ended. */
    public void kill(String id, Cancellation cancellation) {
        signal(id, "SIGKILL");
        if (!awaitEnd(id, KILLED_WITHIN, cancellation)) {
            throw new EngineFailed(
                    "container " + brief(id) + " was still there " + KILLED_WITHIN.toSeconds() + " s after SIGKILL");
        }
    }

    private boolean awaitEnd(String id, Duration within, Cancellation cancellation) {
        long start = clock.nanos();
        while (inspect(id).filter(Inspection::running).isPresent()) {
            if (clock.nanos() - start > within.toNanos()) {
                return false;
            }
            cancellation.sleep(LOOK);
        }
        return true;
    }

    /** The last lines that a container wrote, oldest first. */
    public List<String> lastLogLines(String id, int lines) {
        EngineConnection.Answer answer = ask("GET", "/containers/" + id + "/logs?stdout=1&stderr=1&tail=" + lines);
        require(answer, "read the log of", id);
        return LogFrames.lines(answer.body());
    }

    /** Follows what becomes of containers; call {@link ContainerEvents#next} on a thread of its own. */
    public ContainerEvents events() {
        return ContainerEvents.open(this);
    }

    /** The first digits of an id, as people write it. */
    public static String brief(String id) {
        return id.substring(0, Math.min(12, id.length()));
    }

    private EngineConnection.Answer ask(String method, String path) {
        try {
            return EngineConnection.exchange(socket, method, path, PATIENCE, clock);
        } catch (IOException e) {
            throw new EngineFailed("the container engine at " + address + " cannot be reached: " + e.getMessage(), e);
        }
    }

    private void require(EngineConnection.Answer answer, String what, String id) {
        if (answer.status() >= FAILED) {
            throw new EngineFailed("the container engine at " + address + " did not " + what + " container " + brief(id)
                    + ": " + reason(answer));
        }
    }

    private static String reason(EngineConnection.Answer answer) {
        try {
            if (Json.parse(answer.text()) instanceof Map<?, ?> said && said.get("message") instanceof String message) {
                return message;
            }
        } catch (DocumentInvalid e) {
            return "status " + answer.status();
        }
        return "status " + answer.status();
    }

    @Override
    public String toString() {
        return address;
    }
}
