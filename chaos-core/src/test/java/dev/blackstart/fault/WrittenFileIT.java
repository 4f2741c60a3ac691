package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.fault.file.Corrupt;
import dev.blackstart.fault.file.CorruptDriver;
import dev.blackstart.fault.file.Delete;
import dev.blackstart.fault.file.DeleteDriver;
import dev.blackstart.fault.file.Truncate;
import dev.blackstart.fault.file.TruncateDriver;
import dev.blackstart.journal.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults on a file that a service goes on writing to: nothing that it wrote, and nothing of the original, is lost. */
class WrittenFileIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int CUT_TO = 100;

    private final RecordedRun run = new RecordedRun();
    private final TwoServices topology = new TwoServices();
    private final ActiveFaults faults = run.faults(topology);
    private final Path folder = topology.declared().folder();
    private final Path file = folder.resolve("service.log");
    private final Path said = folder.resolve("said");
    private Optional<Process> writer = Optional.empty();

    @AfterEach
    void end() {
        writer.ifPresent(Process::destroyForcibly);
        faults.close();
        topology.close();
        run.close();
    }

    private record Case(Kind kind, LogWriter.Way way, boolean putRight) {}

    private enum Kind {
        CORRUPT,
        TRUNCATE,
        DELETE
    }

    private static Stream<Case> cases() {
        return Stream.of(Kind.values())
                .flatMap(kind ->
                        Stream.of(LogWriter.Way.values()).map(way -> new Case(kind, way, isPutRight(kind, way))));
    }

    /** Whether what the fault did is still there: a writer may have put its lines just there. */
    private static boolean isPutRight(Kind kind, LogWriter.Way way) {
        return switch (kind) {
            case CORRUPT -> true;
            case TRUNCATE -> way == LogWriter.Way.WHERE_IT_WAS;
            case DELETE -> way != LogWriter.Way.OPENED_EACH_TIME;
        };
    }

    private FaultRequest request(Kind kind) {
        return switch (kind) {
            case CORRUPT -> request(new CorruptDriver(), new Corrupt("service.log", 64));
            case TRUNCATE -> request(new TruncateDriver(), new Truncate("service.log", CUT_TO));
            case DELETE -> request(new DeleteDriver(), new Delete("service.log"));
        };
    }

    private static FaultRequest request(FaultDriver<?> driver, Record config) {
        return new FaultRequest(driver, config, List.of(TwoServices.BACK), Optional.of("f1"), Optional.empty());
    }

    private void startWriter(LogWriter.Way way) throws IOException {
        writer = Optional.of(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LogWriter.class.getName(),
                        file.toString(),
                        way.name())
                .redirectOutput(said.toFile())
                .redirectError(folder.resolve("error").toFile())
                .start());
    }

    private int written() throws IOException {
        return Files.exists(said) ? (int) Files.readString(said).lines().count() : 0;
    }

    private void awaitMore() throws IOException {
        int now = written();
        Awaitility.await().atMost(SOON).until(() -> written() >= now + 30);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void revert_whileAServiceWrites_losesNothing(Case of) throws Exception {
        // Given
        startWriter(of.way());
        awaitMore();
        // When
        faults.inject(request(of.kind()));
        awaitMore();
        faults.revert(new FaultId("f1"));
        awaitMore();
        writer.orElseThrow().destroyForcibly().waitFor();
        // Then
        String now = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<Path> kept = kept();
        StringBuilder all = new StringBuilder(now);
        for (Path each : kept) {
            all.append(Files.readString(each, StandardCharsets.ISO_8859_1));
        }
        List<String> missing = IntStream.rangeClosed(1, written())
                .mapToObj(LogWriter::line)
                .filter(line -> all.indexOf(line) < 0)
                .toList();
        // No lock keeps a writer out between the last look at a file's length and its cut.
        assertThat(missing).hasSizeLessThanOrEqualTo(of.kind() == Kind.TRUNCATE ? 1 : 0);
        if (of.putRight()) {
            assertThat(kept).isEmpty();
            assertThat(now).startsWith(LogWriter.line(1));
        } else {
            assertThat(kept)
                    .singleElement()
                    .satisfies(file -> assertThat(run.events(Event.FaultLost.class))
                            .singleElement()
                            .satisfies(lost -> assertThat(lost.why()).contains("its original is kept as " + file)));
        }
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return new ArrayList<>(
                    all.filter(each -> each.getFileName().toString().contains(".blackstart-"))
                            .toList());
        }
    }
}
