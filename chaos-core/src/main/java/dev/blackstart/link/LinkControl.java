package dev.blackstart.link;

import dev.blackstart.topology.Incarnation;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes the proxy of a link, for drivers and healers. Stateless and thread-safe; works on chaos-proxy and on Toxiproxy.
 *
 * <p>Every call blocks for at most a few seconds (2 s without an answer). It throws {@link LinkGone} if the proxy or its server is not
 * there, and {@link UncheckedIOException} if the server refuses or does not answer in time.
 */
public final class LinkControl {
    private final Api api;
    private final String proxy;

    private LinkControl(Api api, String proxy) {
        this.api = api;
        this.proxy = proxy;
    }

    /** @throws IllegalArgumentException if the API's address or the name cannot be right */
    public static LinkControl of(Incarnation.LinkProxy link) {
        return new LinkControl(Api.parse(link.api()), Api.checkName("proxy", link.proxy()));
    }

    private interface Call<T> {
        T on(Proxy proxy) throws IOException;
    }

    /**
     * The names of the toxics that one fault makes: the name itself for one direction, {@code <name>-request} and
     * {@code <name>-response} for both.
     *
     * @throws IllegalArgumentException for no direction at all
     */
    public static List<String> toxicNames(String name, boolean request, boolean response) {
        if (!request && !response) {
            throw new IllegalArgumentException(name + ": request, response or both");
        }
        return request && response ? List.of(name + "-request", name + "-response") : List.of(name);
    }

    /**
     * Delays every chunk. The client sets jitter with a second call: for some milliseconds the latency stands alone.
     *
     * @param latency zero or more, in whole milliseconds
     * @param jitter plus or minus, in whole milliseconds
     * @param request whether what the client sends is delayed
     * @param response whether what the server sends is delayed
     */
    public void addLatency(String toxicName, Duration latency, Duration jitter, boolean request, boolean response) {
        add(toxicName, request, response, (on, name, direction) -> {
            var toxic = on.toxics().latency(name, direction, latency.toMillis());
            if (!jitter.isZero()) {
                var unused = toxic.setJitter(jitter.toMillis());
            }
        });
    }

    /**
     * Limits how fast data passes.
     *
     * @param kilobytesPerSecond 0 holds everything until the toxic is removed
     */
    public void addBandwidth(String toxicName, long kilobytesPerSecond, boolean request, boolean response) {
        add(toxicName, request, response, (on, name, direction) -> {
            var unused = on.toxics().bandwidth(name, direction, kilobytesPerSecond);
        });
    }

    private interface Creation {
        void on(Proxy proxy, String name, ToxicDirection direction) throws IOException;
    }

    private void add(String toxicName, boolean request, boolean response, Creation creation) {
        Api.checkName("toxic", toxicName);
        List<String> names = toxicNames(toxicName, request, response);
        call("add toxic " + toxicName, on -> {
            if (request) {
                creation.on(on, names.get(0), ToxicDirection.UPSTREAM);
            }
            if (response) {
                creation.on(on, names.get(names.size() - 1), ToxicDirection.DOWNSTREAM);
            }
            return true;
        });
    }

    /** Removes one toxic; returns whether it was there. */
    public boolean removeToxic(String name) {
        Api.checkName("toxic", name);
        return call("remove toxic " + name, on -> {
            for (Toxic toxic : on.toxics().getAll()) {
                if (toxic.getName().equals(name)) {
                    return remove(toxic);
                }
            }
            return false;
        });
    }

    private static boolean remove(Toxic toxic) throws IOException {
        try {
            toxic.remove();
            return true;
        } catch (FileNotFoundException e) {
            // Somebody else was faster.
            return false;
        }
    }

    /** Opens or closes the proxy's listener; closing cuts its connections. Returns whether that changed anything. */
    public boolean setEnabled(boolean enabled) {
        return call(enabled ? "enable" : "disable", on -> {
            if (on.isEnabled() == enabled) {
                return false;
            }
            if (enabled) {
                on.enable();
            } else {
                on.disable();
            }
            return true;
        });
    }

    public boolean isEnabled() {
        return call("read", Proxy::isEnabled);
    }

    /** The names of its toxics. */
    public List<String> toxics() {
        return call("list toxics", on -> {
            List<String> names = new ArrayList<>();
            for (Toxic toxic : on.toxics().getAll()) {
                names.add(toxic.getName());
            }
            return names;
        });
    }

    private <T> T call(String what, Call<T> call) {
        String where = "link proxy " + proxy + " at " + api + ": " + what + ": ";
        try {
            return call.on(api.client().getProxy(proxy));
        } catch (ConnectException e) {
            throw new LinkGone(where + "its server does not run any more", e);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).startsWith("[404] proxy not found")) {
                throw new LinkGone(where + "there is no such proxy", e);
            }
            throw new UncheckedIOException(where + e.getMessage(), e);
        } catch (com.google.gson.JsonParseException | ClassCastException | NullPointerException e) {
            // Somebody else's server on that port answers something else.
            throw new UncheckedIOException(where + "not a Toxiproxy API: " + e.getMessage(), new IOException(e));
        }
    }
}
