package dev.blackstart.provider;

import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Provider;
import dev.blackstart.time.Cancelled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The native functions that activities can call, by module and name. Thread-safe. */
public final class FunctionRegistry {
    private final Supplier<Collection<NativeFunction<?>>> source;
    private @Nullable Map<String, Map<String, NativeFunction<?>>> modules;

    private FunctionRegistry(Supplier<Collection<NativeFunction<?>>> source) {
        this.source = source;
    }

    /** Of these functions. */
    public static FunctionRegistry of(Collection<NativeFunction<?>> functions) {
        return new FunctionRegistry(() -> functions);
    }

    /** Of what ServiceLoader finds: every {@link NativeFunction} and {@link FunctionSource}. Looks when first asked, not before. */
    public static FunctionRegistry installed() {
        return new FunctionRegistry(FunctionRegistry::find);
    }

    private static Collection<NativeFunction<?>> find() {
        List<NativeFunction<?>> found = new ArrayList<>();
        ServiceLoader.load(NativeFunction.class).forEach(found::add);
        ServiceLoader.load(FunctionSource.class).forEach(each -> found.addAll(each.functions()));
        return found;
    }

    private synchronized Map<String, Map<String, NativeFunction<?>>> modules() {
        Map<String, Map<String, NativeFunction<?>>> known = modules;
        if (known == null) {
            known = new TreeMap<>();
            for (NativeFunction<?> function : source.get()) {
                FunctionType<?> type = function.type();
                NativeFunction<?> other = known.computeIfAbsent(type.module(), module -> new TreeMap<>())
                        .putIfAbsent(type.func(), function);
                if (other != null) {
                    throw new IllegalStateException("two native functions are called " + type.name() + ": "
                            + other.getClass().getName() + " and "
                            + function.getClass().getName());
                }
            }
            modules = known;
        }
        return known;
    }

    /** The types of all functions, by module and name. */
    public List<FunctionType<?>> types() {
        List<FunctionType<?>> types = new ArrayList<>();
        modules().values().forEach(each -> each.values().forEach(function -> types.add(function.type())));
        return List.copyOf(types);
    }

    /** The function of this name; empty when Blackstart has none. */
    public Optional<NativeFunction<?>> find(String module, String func) {
        return Optional.ofNullable(modules().getOrDefault(module, Map.of()).get(func));
    }

    /**
     * What is wrong with an activity that calls a function: it does not exist, is not of the activity's kind, or cannot take these
     * arguments. Empty for other providers.
     *
     * @param substitution puts values in the place of {@code ${name}} as far as they are known; the rest is checked at the call
     */
    public List<Problem> check(Activity.Definition activity, UnaryOperator<@Nullable Object> substitution) {
        if (!(activity.provider() instanceof Provider.Python python)) {
            return List.of();
        }
        Optional<NativeFunction<?>> function = find(python.module(), python.func());
        if (function.isEmpty()) {
            return List.of(unknown(python, activity.document()));
        }
        FunctionType<?> type = function.get().type();
        List<Problem> problems =
                new ArrayList<>(ArgumentBinder.check(type, python.arguments(), python.at(), substitution));
        if (type.kind() != activity.kind()) {
            String kind = type.kind().name().toLowerCase(Locale.ROOT);
            Node declared = activity.document().members().get("type");
            problems.add(new Problem(
                    declared == null ? activity.at() : declared.at(),
                    type.name() + " is of type " + kind + ", not "
                            + activity.kind().name().toLowerCase(Locale.ROOT)));
        }
        return problems;
    }

    /** Says that a function does not exist here, and which do. */
    private Problem unknown(Provider.Python python, Node.Mapping activity) {
        Map<String, NativeFunction<?>> module = modules().get(python.module());
        if (module != null) {
            return new Problem(
                    member(activity, "func", python.at()),
                    "unknown '" + python.func() + "' in " + python.module() + "; known: "
                            + String.join(", ", module.keySet())
                            + Suggestions.didYouMean(python.func(), module.keySet()));
        }
        TreeSet<String> known = new TreeSet<>(modules().keySet());
        Location at = member(activity, "module", python.at());
        if (python.module().startsWith("blackstart")) {
            return new Problem(
                    at,
                    "unknown module '" + python.module() + "'; known: " + String.join(", ", known)
                            + Suggestions.didYouMean(python.module(), known));
        }
        return new Problem(
                at,
                "python module '" + python.module() + "' is not run yet: Blackstart runs native functions only ("
                        + String.join(", ", known) + ")" + Suggestions.didYouMean(python.module(), known));
    }

    private static Location member(Node.Mapping activity, String name, Location otherwise) {
        if (activity.members().get("provider") instanceof Node.Mapping provider) {
            Node member = provider.members().get(name);
            return member == null ? otherwise : member.at();
        }
        return otherwise;
    }

    /**
     * Calls a function.
     *
     * @throws ActivityFailed when it did not work, or cannot take these arguments
     * @throws IllegalStateException when there is no such function
     */
    @Nullable Object call(Provider.Python python, UnaryOperator<@Nullable Object> substitution, CallContext context) {
        NativeFunction<?> function = find(python.module(), python.func())
                .orElseThrow(() -> new IllegalStateException("there is no native function " + python.module() + "."
                        + python.func() + ", and Python functions are not run yet"));
        return call(function, python, substitution, context);
    }

    private static <A extends Record> @Nullable Object call(
            NativeFunction<A> function,
            Provider.Python python,
            UnaryOperator<@Nullable Object> substitution,
            CallContext context) {
        A arguments;
        try {
            arguments = ArgumentBinder.bind(function.type(), python.arguments(), python.at(), substitution);
        } catch (ArgumentsInvalid e) {
            throw new ActivityFailed(String.valueOf(e.getMessage()), e);
        }
        try {
            return function.call(arguments, context);
        } catch (ActivityFailed | NotMeasurable | Cancelled e) {
            throw e;
        } catch (RuntimeException e) {
            // As with a Python function: whatever it throws is a failure of the activity, not of the run.
            throw new ActivityFailed(e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }
}
