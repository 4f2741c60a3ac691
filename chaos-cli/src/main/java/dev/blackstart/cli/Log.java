package dev.blackstart.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Writes log lines as Chaos Toolkit does, {@code [2026-11-23 06:57:21 INFO] text}, to stderr and, if asked, to a file. */
final class Log extends AbstractLogger {
    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static volatile boolean verbose;
    private static volatile @Nullable Path file;

    private final boolean ours;

    Log(String name) {
        this.name = name;
        this.ours = name.startsWith("dev.blackstart");
    }

    static void configure(boolean everything, @Nullable Path logFile) {
        verbose = everything;
        file = logFile;
    }

    /** A line of the original's highest level, which SLF4J does not have. */
    static void critical(String message) {
        write("CRITICAL", message);
    }

    private boolean on(Level level) {
        // Libraries are heard only when something is wrong with them.
        Level least = verbose ? Level.DEBUG : ours ? Level.INFO : Level.WARN;
        return level.toInt() >= least.toInt();
    }

    @Override
    public boolean isTraceEnabled() {
        return on(Level.TRACE);
    }

    @Override
    public boolean isTraceEnabled(Marker marker) {
        return on(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return on(Level.DEBUG);
    }

    @Override
    public boolean isDebugEnabled(Marker marker) {
        return on(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return on(Level.INFO);
    }

    @Override
    public boolean isInfoEnabled(Marker marker) {
        return on(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return on(Level.WARN);
    }

    @Override
    public boolean isWarnEnabled(Marker marker) {
        return on(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return on(Level.ERROR);
    }

    @Override
    public boolean isErrorEnabled(Marker marker) {
        return on(Level.ERROR);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        String text = MessageFormatter.basicArrayFormat(message, arguments);
        write(level == Level.WARN ? "WARNING" : level.name(), thrown == null ? text : text + ": " + thrown);
    }

    private static synchronized void write(String level, String text) {
        String line = "[" + TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + " " + level + "] " + text;
        System.err.println(line);
        Path copy = file;
        if (copy != null) {
            try (PrintStream out = new PrintStream(
                    Files.newOutputStream(copy, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    false,
                    StandardCharsets.UTF_8)) {
                out.println(line);
            } catch (IOException e) {
                throw new UncheckedIOException("--log-file " + copy + " cannot be written", e);
            }
        }
    }
}
