package dev.blackstart.fault;

import static dev.blackstart.fault.file.Corrupt.corrupt;
import static dev.blackstart.fault.file.Delete.delete;
import static dev.blackstart.fault.file.Swap.swap;
import static dev.blackstart.fault.file.Truncate.truncate;
import static dev.blackstart.fault.file.Unwritable.unwritable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.fault.file.Corrupt;
import dev.blackstart.fault.file.CorruptDriver;
import dev.blackstart.fault.file.Delete;
import dev.blackstart.fault.file.DeleteDriver;
import dev.blackstart.fault.file.Swap;
import dev.blackstart.fault.file.SwapDriver;
import dev.blackstart.fault.file.Truncate;
import dev.blackstart.fault.file.TruncateDriver;
import dev.blackstart.fault.file.Unwritable;
import dev.blackstart.fault.file.UnwritableDriver;
import dev.blackstart.heal.KeptFile;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files a fault may touch, and when it refuses. */
class FileFaultTest {
    private static final String ORIGINAL = "0123456789";

    @TempDir
    private Path root = Path.of("");

    private Path folder = Path.of("");
    private Path outside = Path.of("");
    private NamedTopology topology = new NamedTopology();

    @BeforeEach
    void files() throws IOException {
        root = root.toRealPath();
        folder = Files.createDirectories(root.resolve("experiment"));
        outside = Files.writeString(root.resolve("outside.txt"), ORIGINAL);
        Files.createDirectories(folder.resolve("sub"));
        Files.writeString(folder.resolve("data.txt"), ORIGINAL);
        Files.writeString(folder.resolve("other.txt"), "something else");
        Files.createSymbolicLink(folder.resolve("away"), root);
        Files.createSymbolicLink(folder.resolve("link.txt"), outside);
        Files.createSymbolicLink(root.resolve("experiment-2"), folder);
        topology = new NamedTopology(folder.resolve("topology.yaml"));
    }

    private Target target() {
        NamedReplica replica = new NamedReplica(new ReplicaRef("a", 1));
        return new Target.OfReplica(replica, replica.incarnation(), replica.exit(), topology);
    }

    private <C extends Record> Prepared<C> prepare(FaultDriver<C> driver, C config) {
        return driver.prepare(new FaultId("f1"), config, target());
    }

    private static <C extends Record> void inject(FaultDriver<C> driver, Prepared<C> fault) {
        driver.inject(fault, Host.here(new RunClock(), new Cancellation()));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void fileOutsideTheTopologysFolder_isRefusedAtPlanTimeAndAgainWhenPrepared() {
        for (String file :
                List.of("../outside.txt", outside.toString(), "away/outside.txt", "sub/../../outside.txt", ".", "")) {
            Delete config = new Delete(file);
            assertThatThrownBy(() -> new DeleteDriver().requireSensible(config, topology.declared()))
                    .as(file)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("'" + file + "' is " + root)
                    .hasMessageContaining("outside the topology's folder " + folder)
                    .hasMessageContaining("name a file below that folder");
            assertThatThrownBy(() -> prepare(new DeleteDriver(), config))
                    .as(file)
                    .hasMessageContaining("outside the topology's folder");
        }
        assertThat(outside).hasContent(ORIGINAL);
    }

    @Test
    void everyKind_isRefusedOutside() {
        String file = "../outside.txt";
        assertRefused(new CorruptDriver(), new Corrupt(file, 1));
        assertRefused(new TruncateDriver(), new Truncate(file, 1));
        assertRefused(new DeleteDriver(), new Delete(file));
        assertRefused(new SwapDriver(), new Swap(file, "other.txt"));
        assertRefused(new SwapDriver(), new Swap("data.txt", file));
        assertRefused(new UnwritableDriver(), new Unwritable(file));
    }

    private <C extends Record> void assertRefused(FaultDriver<C> driver, C config) {
        assertThatThrownBy(() -> driver.requireSensible(config, topology.declared()))
                .hasMessageContaining("outside the topology's folder");
        assertThatThrownBy(() -> prepare(driver, config)).hasMessageContaining("outside the topology's folder");
    }

    @Test
    void fileInside_byWhateverName_isOneThing() {
        Path data = folder.resolve("data.txt");
        for (String file : List.of(
                "data.txt",
                "sub/../data.txt",
                data.toString(),
                root.resolve("experiment-2/data.txt").toString())) {
            new DeleteDriver().requireSensible(new Delete(file), topology.declared());
            assertThat(prepare(new DeleteDriver(), new Delete(file)).thing())
                    .as(file)
                    .isEqualTo(data.toString());
        }
    }

    @Test
    void fileThatIsNotThereYet_isFineAtPlanTime() {
        new DeleteDriver().requireSensible(new Delete("sub/later/data.txt"), topology.declared());
        assertThatThrownBy(() -> prepare(new DeleteDriver(), new Delete("sub/later/data.txt")))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void symbolicLinkInTheFilesPlace_isNoFile() {
        assertThatThrownBy(() -> prepare(new DeleteDriver(), new Delete("link.txt")))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining("is no regular file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            link.txt | 'link.txt' is a symbolic link, and no fault changes what is behind one; name the file that it leads to
            near.txt | 'near.txt' is a symbolic link, and no fault changes what is behind one; name the file that it leads to
            sub      | 'sub' is a folder; name a file
            """)
    void whatIsNoFileNow_isRefusedAtPlanTime(String file, String message) throws IOException {
        Files.createSymbolicLink(folder.resolve("near.txt"), folder.resolve("data.txt"));
        for (FaultSpec spec : List.of(
                corrupt(file).on("back"),
                truncate(file).on("back"),
                delete(file).on("back"),
                swap(file, "data.txt").on("back"),
                swap("data.txt", file).on("back"),
                unwritable(file).on("back"))) {
            assertThatThrownBy(() -> spec.in(backIn(folder)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(message);
        }
    }

    /** A service may make it when it starts, so that nobody can refuse it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dta.txt       | 'dta.txt' is not there yet; it has to be when the fault is injected (did you mean data.txt?)
            sub/later.txt | 'sub/later.txt' is not there yet; it has to be when the fault is injected
            new/later.txt | 'new/later.txt' is not there yet; it has to be when the fault is injected
            """)
    void fileThatIsNotThereYet_isDoubted(String file, String doubt) {
        Topology declared = backIn(folder);
        for (FaultSpec spec : List.of(
                delete(file).on("back"),
                swap("data.txt", file).on("back"),
                unwritable(file).on("back"))) {
            assertThat(FaultAction.doubts(spec.in(declared), declared)).containsExactly(doubt);
        }
        assertThat(FaultAction.doubts(delete("data.txt").on("back").in(declared), declared))
                .isEmpty();
    }

    private static Topology backIn(Path folder) {
        Service back = new Service("back", 2, List.of(), java.util.Map.of(), List.of(80), List.of(), List.of(), null);
        return new Topology("one", folder.resolve("topology.yaml"), java.util.Map.of("back", back));
    }

    @Test
    void plan_fileOutside_isRefused() {
        FaultArguments arguments = new FaultArguments(
                "back#1",
                new Delete("../outside.txt"),
                java.util.Optional.empty(),
                "all",
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.empty());
        try (TwoServices services = new TwoServices()) {
            assertThatThrownBy(() -> new FaultFunction(new DeleteDriver()).plan(arguments, services.declared()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("outside the topology's folder");
        }
    }

    @Test
    void inject_fileChangedSincePrepared_isRefusedAndNothingTouched() throws IOException {
        Path data = folder.resolve("data.txt");
        Prepared<Corrupt> corrupt = prepare(new CorruptDriver(), new Corrupt("data.txt", 4));
        Prepared<Truncate> truncate = prepare(new TruncateDriver(), new Truncate("data.txt", 2));
        Prepared<Swap> swap = prepare(new SwapDriver(), new Swap("data.txt", "other.txt"));
        List<String> before = names();
        Files.writeString(data, "0123x567");
        Files.writeString(folder.resolve("other.txt"), "something new");

        assertChanged(() -> inject(new CorruptDriver(), corrupt), data);
        assertChanged(() -> inject(new TruncateDriver(), truncate), data);
        assertThat(names()).isEqualTo(before);
        assertChanged(() -> inject(new SwapDriver(), swap), folder.resolve("other.txt"));
        KeptFile swapped = new KeptFile((UndoStep.FileAs) swap.undo().steps().get(0));
        assertThat(swapped.restore()).isEqualTo(UndoResult.GONE);
        assertThat(names()).isEqualTo(before);
        assertThat(data).hasContent("0123x567");
    }

    private static void assertChanged(Runnable deed, Path file) {
        assertThatThrownBy(deed::run)
                .isInstanceOf(FaultFailed.class)
                .hasMessageStartingWith(file + " has changed since the fault was prepared; nothing was done to it");
    }

    @Test
    void inject_fileThatHasGrownSince_isInjectedAndTakenBack() throws IOException {
        Path data = folder.resolve("data.txt");
        Prepared<Truncate> truncate = prepare(new TruncateDriver(), new Truncate("data.txt", 2));
        Files.writeString(data, "more", StandardOpenOption.APPEND);
        inject(new TruncateDriver(), truncate);
        assertThat(data).hasContent("01");
        KeptFile step = new KeptFile((UndoStep.FileAs) truncate.undo().steps().get(0));
        assertThat(step.restore()).isEqualTo(UndoResult.REVERTED);
        assertThat(data).hasContent(ORIGINAL + "more");
    }
}
