package dev.blackstart.link;

import dev.blackstart.topology.Incarnation;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.ToxicList;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes the proxy of a link: what network faults and their undo are made of. Stateless; each call asks the proxy anew and blocks
 * for some milliseconds, a few seconds at the most. A proxy that is gone is no error for what takes something back.
 *
 * <p>Every method throws {@link LinkUnreachable} when the proxy does not answer or refuses.
 */
public final class LinkControl {
    private final Incarnation.LinkProxy target;
    private final ProxyApi api;

    private LinkControl(Incarnation.LinkProxy target) {
        this.target = target;
        this.api = new ProxyApi(target.api());
    }

    public static LinkControl of(Incarnation.LinkProxy target) {
        return new LinkControl(target);
    }

    /**
     * Adds latency to the chunks of one direction.
     *
     * @param toxic its name, unique on this proxy
     * @param latency to the millisecond
     * @param jitter at most this much is added or taken away, evenly; to the millisecond
     * @param response whether chunks from server to client are meant, else those from client to server
     */
    public void addLatency(String toxic, Duration latency, Duration jitter, boolean response) {
        change("add " + toxic, toxics -> {
            var added = toxics.latency(toxic, direction(response), latency.toMillis());
            if (!jitter.isZero()) {
                added.setJitter(jitter.toMillis());
            }
        });
    }

    /**
     * Adds latency to one or both directions; with both, the toxics are named by {@link #toxicNames}.
     *
     * @return the names of the toxics that were added
     */
    public List<String> addLatency(String toxic, Duration latency, Duration jitter, boolean request, boolean response) {
        return eachDirection(toxic, request, response, (name, toClient) -> addLatency(name, latency, jitter, toClient));
    }

    /** Changes the latency that {@link #addLatency(String, Duration, Duration, boolean, boolean)} has added. */
    public void updateLatency(String toxic, Duration latency, Duration jitter, boolean request, boolean response) {
        for (String name : toxicNames(toxic, request, response)) {
            change("change " + name, toxics -> {
                Latency added = toxics.get(name, Latency.class);
                added.setLatency(latency.toMillis());
                added.setJitter(jitter.toMillis());
            });
        }
    }

    /**
     * Limits one direction of each connection.
     *
     * @param kilobytesPerSecond of 1,000 bytes; 0 holds everything back until the toxic is removed
     */
    public void addBandwidth(String toxic, long kilobytesPerSecond, boolean response) {
        change("add " + toxic, toxics -> toxics.bandwidth(toxic, direction(response), kilobytesPerSecond));
    }

    /** Limits one or both directions; the names as with {@link #addLatency}. */
    public List<String> addBandwidth(String toxic, long kilobytesPerSecond, boolean request, boolean response) {
        return eachDirection(
                toxic, request, response, (name, toClient) -> addBandwidth(name, kilobytesPerSecond, toClient));
    }

    /**
     * The names of the toxics that a fault in these directions consists of: the name itself for one direction; for both
     * {@code <name>.request} and {@code <name>.response}, since a toxic works one way. An undo is written from these.
     */
    public static List<String> toxicNames(String toxic, boolean request, boolean response) {
        if (!request && !response) {
            throw new IllegalArgumentException("toxic " + toxic + " needs a direction: request, response or both");
        }
        return request && response ? List.of(toxic + ".request", toxic + ".response") : List.of(toxic);
    }

    private interface Adding {
        void add(String name, boolean response);
    }

    private static List<String> eachDirection(String toxic, boolean request, boolean response, Adding adding) {
        List<String> names = toxicNames(toxic, request, response);
        for (int i = 0; i < names.size(); i++) {
            adding.add(names.get(i), i == names.size() - 1 && response);
        }
        return names;
    }

    /** Removes a toxic, which lets go at once of what it holds; false when there is none of that name, or no proxy. */
    public boolean removeToxic(String toxic) {
        return asked("remove " + toxic, () -> {
            Optional<Proxy> proxy = api.proxy(target.proxy());
            if (proxy.isEmpty() || api.status(path() + "/toxics/" + toxic) == 404) {
                return false;
            }
            proxy.get().toxics().get(toxic).remove();
            return true;
        });
    }

    /** The names of all toxics on the proxy; empty when it is gone. */
    public List<String> toxics() {
        return asked("list the toxics", () -> {
            List<String> names = new ArrayList<>();
            Optional<Proxy> proxy = api.proxy(target.proxy());
            if (proxy.isPresent()) {
                for (Toxic toxic : proxy.get().toxics().getAll()) {
                    names.add(toxic.getName());
                }
            }
            return names;
        });
    }

    public boolean hasToxic(String toxic) {
        return toxics().contains(toxic);
    }

    /**
     * Enables the proxy, or disables it: then every connection is cut, and new ones are refused.
     *
     * @return false when it was so already, or there is no proxy
     */
    public boolean setEnabled(boolean enabled) {
        return asked(enabled ? "enable" : "disable", () -> {
            // Cutting a link is a fault; mending one must not hold up the end of a run.
            Optional<Proxy> proxy = (enabled ? api : api.patient()).proxy(target.proxy());
            if (proxy.isEmpty() || proxy.get().isEnabled() == enabled) {
                return false;
            }
            if (enabled) {
                proxy.get().enable();
            } else {
                proxy.get().disable();
            }
            return true;
        });
    }

    /** Whether the proxy is there and enabled. */
    public boolean isEnabled() {
        return asked(
                "show", () -> api.proxy(target.proxy()).map(Proxy::isEnabled).orElse(false));
    }

    /** Whether the proxy is there. */
    public boolean exists() {
        return asked("show", () -> api.proxy(target.proxy()).isPresent());
    }

    private String path() {
        return "/proxies/" + target.proxy();
    }

    private static ToxicDirection direction(boolean response) {
        return response ? ToxicDirection.DOWNSTREAM : ToxicDirection.UPSTREAM;
    }

    private interface ToxicChange {
        void apply(ToxicList toxics) throws IOException;
    }

    private void change(String what, ToxicChange change) {
        asked(what, () -> {
            Proxy proxy = api.patient()
                    .proxy(target.proxy())
                    .orElseThrow(() -> new IOException("there is no such proxy (any more)"));
            change.apply(proxy.toxics());
            return true;
        });
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private <T> T asked(String what, Call<T> call) {
        try {
            return call.run();
        } catch (IOException e) {
            throw new LinkUnreachable(
                    "proxy " + target.proxy() + " at " + api + ": could not " + what + ": " + e.getMessage(), e);
        }
    }
}
