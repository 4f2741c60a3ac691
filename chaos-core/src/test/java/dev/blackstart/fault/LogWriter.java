package dev.blackstart.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** A service that writes numbered lines to a file, in a process of its own. Says each number once the line is written. */
public final class LogWriter {
    /** How a program may hold its log. */
    enum Way {
        /** Opened once, each write at the end. */
        AT_THE_END,
        /** Opened once, each write where the last one ended. */
        WHERE_IT_WAS,
        /** Opened for each write, made if it is not there. */
        OPENED_EACH_TIME
    }

    private LogWriter() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Way way = Way.valueOf(arguments[1]);
        FileChannel open = way == Way.WHERE_IT_WAS
                ? FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                : append(file);
        for (int number = 1; ; number++) {
            if (way == Way.OPENED_EACH_TIME) {
                open.close();
                open = append(file);
            }
            open.write(ByteBuffer.wrap(line(number).getBytes(StandardCharsets.US_ASCII)));
            System.out.println(number);
            LockSupport.parkNanos(3_000_000);
        }
    }

    private static FileChannel append(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    static String line(int number) {
        return String.format(Locale.ROOT, "line %08d\n", number);
    }
}
