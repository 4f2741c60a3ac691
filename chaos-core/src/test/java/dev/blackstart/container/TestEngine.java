package dev.blackstart.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;

/** The engine of this machine, by our client and, to judge that, by its own command. */
public final class TestEngine {
    /** What {@code .ci/engine image} makes. */
    public static final String REDIS = "blackstart/test-redis:1";

    private TestEngine() {}

    static String address() {
        return Objects.requireNonNullElse(System.getenv("DOCKER_HOST"), "unix:///var/run/docker.sock");
    }

    public static ContainerEngine here() {
        return ContainerEngine.at(address());
    }

    /** The containers and networks that tests of this JVM have started, each on a line: others work on the engine at the same time. */
    public static List<String> everything() {
        String ours = "--no-trunc --filter label=" + DockerClientFactory.TESTCONTAINERS_SESSION_ID_LABEL + "="
                + DockerClientFactory.SESSION_ID;
        return docker(
                "sh",
                "-c",
                "docker ps --all " + ours + " --format 'container {{.ID}} {{.State}}' | sort && docker network ls "
                        + ours + " --format 'network {{.ID}}' | sort");
    }

    /** What the engine's own command says, line by line. */
    public static List<String> docker(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", words) + ": " + said);
            }
            return said.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
