package dev.blackstart.heal;

import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Hears a runner on a pipe: each read is a sign of life, the end of the pipe is the end of the runner. Thread-safe. */
final class PipeSigns implements Healer.Signs {
    private static final int BUFFER = 64;

    private final PrintStream answers;
    private final RunClock clock;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile long lastHeard;

    private PipeSigns(PrintStream answers, RunClock clock) {
        this.answers = answers;
        this.clock = clock;
        this.lastHeard = clock.nanos();
    }

    /** Reads on a thread of its own. */
    static PipeSigns read(InputStream pipe, PrintStream answers, RunClock clock) {
        PipeSigns signs = new PipeSigns(answers, clock);
        Thread thread = new Thread(() -> signs.listen(pipe), "blackstart-healer-pipe");
        thread.setDaemon(true);
        thread.start();
        return signs;
    }

    private void listen(InputStream pipe) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int read = pipe.read(buffer); read >= 0; read = pipe.read(buffer)) {
                lastHeard = clock.nanos();
                if (read > 0 && buffer[read - 1] == HealerProcess.ENDED) {
                    return;
                }
            }
        } catch (IOException e) {
            // As good as its end.
            return;
        } finally {
            over.countDown();
        }
    }

    @Override
    public boolean isOver() {
        return over.getCount() == 0;
    }

    @Override
    public long lastHeard() {
        return lastHeard;
    }

    @Override
    public void answer() {
        answers.write(HealerProcess.ALIVE);
        answers.flush();
    }

    @Override
    public void await(Duration atMost) {
        try {
            if (isOver()) {
                // Nothing wakes it up any more, and it is not to spin.
                new Cancellation().sleep(atMost);
            } else {
                boolean unused = over.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
