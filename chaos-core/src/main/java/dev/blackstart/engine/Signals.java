package dev.blackstart.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens to signals of the operating system until closed; then the handlers that were there before are back. Reflective, because
 * {@code sun.misc.Signal} cannot be compiled against with {@code --release}. Where it is missing, or the JVM keeps a signal for
 * itself, that signal is not listened to.
 */
public final class Signals implements AutoCloseable {
    /** What a run listens to. HUP is the terminal that is closed, or its connection; under {@code nohup} the JVM never gets it. */
    public static final List<String> OF_A_RUN = List.of("INT", "TERM", "HUP", "USR1", "USR2");

    private final Deque<Runnable> restore = new ArrayDeque<>();

    private Signals() {}

    /**
     * Listens.
     *
     * @param names without {@code SIG}
     * @param listener gets the name with {@code SIG}, on a thread of the JVM's; must be short
     */
    public static Signals listen(List<String> names, Consumer<String> listener) {
        Signals signals = new Signals();
        names.forEach(name -> signals.listen(name, listener));
        return signals;
    }

    private void listen(String name, Consumer<String> listener) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Method handle = signalType.getMethod("handle", signalType, handlerType);
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            listener.accept("SIG" + name);
                            return null;
                        }
                        return ofObject(proxy, method.getName(), arguments);
                    });
            Object before = handle.invoke(null, signal, handler);
            restore.push(() -> reset(handle, signal, before));
        } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
            // This JVM does not hand it out; what cannot be listened to keeps its default.
            return;
        }
    }

    private static @Nullable Object ofObject(Object proxy, String method, Object @Nullable [] arguments) {
        return switch (method) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "handler of Blackstart";
        };
    }

    private static void reset(Method handle, Object signal, @Nullable Object before) {
        try {
            handle.invoke(null, signal, before);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("the handler of " + signal + " cannot be put back", e);
        }
    }

    @Override
    public void close() {
        while (!restore.isEmpty()) {
            restore.pop().run();
        }
    }
}
