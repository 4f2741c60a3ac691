package dev.blackstart.heal;

import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** An undo by commands. Stateless. */
final class Commands {
    private static final long LONGEST_SECONDS = 10;

    private Commands() {}

    static UndoResult revert(UndoStep.Argv commands) {
        OptionalInt present = exit(commands.present());
        if (present.isPresent() && present.getAsInt() == 1) {
            return UndoResult.GONE;
        }
        // Also where it cannot be told whether it is there: taking back twice does no harm.
        exit(commands.revert());
        OptionalInt still = exit(commands.present());
        return still.isPresent() && still.getAsInt() == 1 ? UndoResult.REVERTED : UndoResult.RETRY;
    }

    /** The exit status; empty when it could not be started, or took too long. */
    private static OptionalInt exit(List<String> words) {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                return OptionalInt.of(process.exitValue());
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        } catch (IOException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return OptionalInt.empty();
    }
}
