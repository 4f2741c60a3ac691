package dev.blackstart.heal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done about a file, whichever moment the fault was left at, and whatever others did to it. */
class KeptFileTest {
    private static final String ORIGINAL = "0123456789";
    private static final String OTHER = "something else";
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");
    private Path kept = Path.of("");

    @BeforeEach
    void original() throws IOException {
        file = folder.resolve("data");
        kept = folder.resolve(".data.kept");
        write(ORIGINAL);
        Files.setLastModifiedTime(file, LONG_AGO);
    }

    private void write(String content) throws IOException {
        Files.writeString(file, content, StandardCharsets.ISO_8859_1);
    }

    private static String turned(String bytes) {
        StringBuilder turned = new StringBuilder();
        bytes.chars().forEach(each -> turned.append((char) (~each & 0xFF)));
        return turned.toString();
    }

    private static String hash(String content) {
        return KeptFile.content(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private KeptFile of(String faulted, long from, long to) {
        return new KeptFile(new UndoStep.FileAs(file.toString(), kept.toString(), faulted, from, to));
    }

    /** Turns 4567 over. */
    private KeptFile corrupt() {
        return of(hash(turned("4567")), 4, 8);
    }

    /** Leaves 01. */
    private KeptFile cutOff() {
        return of("", 2, 10);
    }

    private KeptFile removed() {
        return of("", -1, -1);
    }

    private KeptFile swapped() {
        return of(hash(OTHER), -1, -1);
    }

    private void assertLeft(String content) throws IOException {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).isEqualTo(content);
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    private void assertKept(KeptFile step, String now) throws IOException {
        assertThat(step.restore()).as(now).isEqualTo(UndoResult.SUPERSEDED);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).isEqualTo(now);
        assertThat(kept).hasContent(ORIGINAL);
        assertThat(step.stillKept()).contains(kept);
        assertThat(step.restore()).as("once more").isEqualTo(UndoResult.SUPERSEDED);
    }

    /** One step of a deed. */
    private interface Deed {
        void change(KeptFileTest at) throws IOException;
    }

    private enum Kind {
        CORRUPT,
        CUT_OFF,
        REMOVED,
        SWAPPED;

        /** The deed of its driver, one effect on the disk after another. */
        private List<Deed> steps() {
            return switch (this) {
                case CORRUPT ->
                    List.of(
                            at -> at.part("0123"),
                            at -> at.part(ORIGINAL),
                            KeptFileTest::nameKept,
                            at -> at.write("0123" + turned("45") + "6789"),
                            at -> at.write("0123" + turned("4567") + "89"));
                case CUT_OFF ->
                    List.of(at -> at.part(""), at -> at.part(ORIGINAL), KeptFileTest::nameKept, at -> at.write("01"));
                case REMOVED -> List.of(KeptFileTest::nameAway);
                case SWAPPED ->
                    List.of(
                            at -> at.part("some"),
                            at -> at.part(OTHER),
                            at -> Files.createLink(at.kept, at.file),
                            KeptFileTest::nameNext);
            };
        }

        private KeptFile of(KeptFileTest at) {
            return switch (this) {
                case CORRUPT -> at.corrupt();
                case CUT_OFF -> at.cutOff();
                case REMOVED -> at.removed();
                case SWAPPED -> at.swapped();
            };
        }
    }

    private void part(String content) throws IOException {
        Files.writeString(folder.resolve(".data.kept.part"), content);
        Files.setLastModifiedTime(folder.resolve(".data.kept.part"), LONG_AGO);
    }

    private void nameKept() throws IOException {
        Files.move(folder.resolve(".data.kept.part"), kept);
    }

    private void nameAway() throws IOException {
        Files.move(file, kept);
    }

    private void nameNext() throws IOException {
        Files.delete(file);
        Files.move(folder.resolve(".data.kept.part"), file);
    }

    /** A deed that came to its end after so many steps. */
    private record Moment(Kind kind, int steps) {}

    private static Stream<Moment> moments() {
        return Stream.of(Kind.values())
                .flatMap(kind -> java.util.stream.IntStream.rangeClosed(
                                0, kind.steps().size())
                        .mapToObj(steps -> new Moment(kind, steps)));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void restore_killedAfterAnyStepOfTheDeed_leavesTheOriginalAndNothingElse(Moment moment) throws IOException {
        // Given
        for (Deed step : moment.kind().steps().subList(0, moment.steps())) {
            step.change(this);
        }
        boolean changed = !Files.exists(file)
                || !Files.readString(file, StandardCharsets.ISO_8859_1).equals(ORIGINAL);
        // When
        UndoResult result = moment.kind().of(this).restore();
        // Then
        assertThat(result).isEqualTo(changed ? UndoResult.REVERTED : UndoResult.GONE);
        assertLeft(ORIGINAL);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
        assertThat(moment.kind().of(this).restore()).isEqualTo(UndoResult.GONE);
    }

    @ParameterizedTest
    @EnumSource
    void isFaulted_onlyAfterTheWholeDeed(Kind kind) throws IOException {
        assertThat(kind.of(this).isFaulted()).isFalse();
        for (Deed step : kind.steps()) {
            step.change(this);
        }
        assertThat(kind.of(this).isFaulted()).isTrue();
        kind.of(this).restore();
        assertThat(kind.of(this).isFaulted()).isFalse();
    }

    @Test
    void restore_killedWhileWritingBack_writesTheRest() throws IOException {
        for (String now : List.of("01234", "01234" + "\0".repeat(5) + "more")) {
            write(ORIGINAL);
            cutOff().keepCopy();
            write(now);
            assertThat(cutOff().restore()).as(now).isEqualTo(UndoResult.REVERTED);
            assertLeft(ORIGINAL + now.substring(Math.min(now.length(), 10)));
        }
    }

    @Test
    void restore_regionAsTheFaultLeftIt_writesItBack_whateverElseWasWritten() throws IOException {
        String left = turned("4567");
        for (String now : List.of("0123" + left + "89more", "X123" + left + "8Y", "0123" + left)) {
            write(ORIGINAL);
            corrupt().keepCopy();
            write(now);
            assertThat(corrupt().isFaulted()).isTrue();
            assertThat(corrupt().restore()).as(now).isEqualTo(UndoResult.REVERTED);
            assertLeft(now.replace(left, "4567"));
            assertThat(Files.getLastModifiedTime(file)).isGreaterThan(LONG_AGO);
        }
    }

    @Test
    void restore_regionChangedByOthers_keepsTheOriginal() throws IOException {
        for (String now : List.of(
                "0123" + turned("45") + "x789", "012345xx89", "restored", "", "X123456789", "0123" + turned("456"))) {
            corrupt().keepCopy();
            write(now);
            assertKept(corrupt(), now);
            Files.delete(kept);
            write(ORIGINAL);
        }
    }

    @Test
    void restore_afterAHoleThatAWriterLeft_fillsItAndLeavesWhatFollows() throws IOException {
        cutOff().keepCopy();
        write("01" + "\0".repeat(8) + "more");
        assertThat(cutOff().isFaulted()).isTrue();
        assertThat(cutOff().restore()).isEqualTo(UndoResult.REVERTED);
        assertLeft(ORIGINAL + "more");
    }

    @Test
    void restore_somethingElseAtTheCut_keepsTheOriginal() throws IOException {
        for (String now : List.of("01x", "01x3456789", "01\0\0\0\0x\0\0\0more", "0", "", "X1", "01\0\0")) {
            cutOff().keepCopy();
            write(now);
            assertKept(cutOff(), now);
            Files.delete(kept);
            write(ORIGINAL);
        }
    }

    @Test
    void restore_nothingChangedButSomethingAppended_findsNothing() throws IOException {
        corrupt().keepCopy();
        write(ORIGINAL + "more");
        assertThat(corrupt().restore()).isEqualTo(UndoResult.GONE);
        assertLeft(ORIGINAL + "more");
    }

    @Test
    void restore_removedAndMadeAgainByOthers_keepsTheOriginal() throws IOException {
        for (String now : List.of("", "new", ORIGINAL + "more")) {
            nameAway();
            write(now);
            assertKept(removed(), now);
            Files.move(kept, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void restore_replacedByTheFault_putsItBack_alsoWhereTheOriginalWasItsBegin() throws IOException {
        write("");
        KeptFile step = of(hash(OTHER), -1, -1);
        nameAway();
        write(OTHER);
        assertThat(step.restore()).isEqualTo(UndoResult.REVERTED);
        assertLeft("");
    }

    @Test
    void restore_replacedByOthers_keepsTheOriginal() throws IOException {
        for (String now : List.of(OTHER + "more", "good again", "")) {
            nameAway();
            write(now);
            assertKept(swapped(), now);
            Files.move(kept, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void restore_symbolicLinkInItsPlace_isNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "0123" + turned("4567") + "89");
        Files.writeString(elsewhere, "0123" + turned("4567") + "89", StandardCharsets.ISO_8859_1);
        corrupt().keepCopy();
        Files.delete(file);
        Files.createSymbolicLink(file, elsewhere);
        assertThat(corrupt().isFaulted()).isFalse();
        assertKept(corrupt(), "0123" + turned("4567") + "89");
    }

    @Test
    void restore_partThatTheFileDoesNotBeginWith_keepsIt() throws IOException {
        part(ORIGINAL);
        write("something else");
        assertThat(corrupt().restore()).isEqualTo(UndoResult.SUPERSEDED);
        assertThat(corrupt().stillKept()).contains(folder.resolve(".data.kept.part"));
        Files.delete(file);
        assertThat(cutOff().restore()).isEqualTo(UndoResult.SUPERSEDED);
        assertThat(folder.resolve(".data.kept.part")).hasContent(ORIGINAL);
    }

    @Test
    void deeds_whereAnOriginalIsKeptAlready_areRefused() throws IOException {
        Files.writeString(kept, "the only original");
        part(OTHER);
        assertThatThrownBy(() -> corrupt().keepCopy()).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> removed().takeAway()).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> swapped().replaceByPart()).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(kept).hasContent("the only original");
        assertThat(file).hasContent(ORIGINAL);
    }

    @Test
    void keepAppended_sinceTheCopy_keepsThatToo() throws IOException {
        cutOff().keepCopy();
        Files.writeString(file, "more", StandardOpenOption.APPEND);
        try (FileChannel now = FileChannel.open(file)) {
            cutOff().keepAppended(now);
        }
        assertThat(kept).hasContent(ORIGINAL + "more");
        write("01");
        assertThat(cutOff().restore()).isEqualTo(UndoResult.REVERTED);
        assertLeft(ORIGINAL + "more");
    }

    @Test
    void keepAppended_changedSinceTheCopy_isRefused() throws IOException {
        cutOff().keepCopy();
        write("01xx456789");
        try (FileChannel now = FileChannel.open(file)) {
            assertThatThrownBy(() -> cutOff().keepAppended(now)).hasMessageContaining("is being changed");
        }
    }
}
