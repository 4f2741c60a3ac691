package dev.blackstart.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The proxies of one server by name, sorted by the bytes of the name as the original lists them. One thread. */
final class ProxyRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyRegistry.class);

    private final TreeMap<String, Proxy> proxies = new TreeMap<>(
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    private final Resources resources;

    ProxyRegistry(Resources resources) {
        this.resources = resources;
    }

    Collection<Proxy> all() {
        return List.copyOf(proxies.values());
    }

    Proxy get(String name) throws ApiError {
        Proxy proxy = proxies.get(name);
        if (proxy == null) {
            throw ApiError.proxyNotFound();
        }
        return proxy;
    }

    /** Creates a proxy; one that cannot be enabled is not kept. */
    Proxy create(String name, String listen, String upstream, boolean enabled) throws ApiError {
        if (proxies.containsKey(name)) {
            throw ApiError.proxyExists();
        }
        Proxy proxy = new Proxy(resources, name, listen, upstream);
        if (enabled) {
            proxy.enable();
        }
        proxies.put(name, proxy);
        return proxy;
    }

    /** Keeps a proxy with the same addresses as it is; replaces one with others, toxics and all. */
    Proxy createOrReplace(String name, String listen, String upstream, boolean enabled) throws ApiError {
        Proxy present = proxies.get(name);
        if (present != null && !present.differs(listen, upstream)) {
            return present;
        }
        if (present != null) {
            present.disable();
        }
        Proxy proxy = new Proxy(resources, name, listen, upstream);
        if (enabled) {
            proxy.enable();
        }
        proxies.put(name, proxy);
        return proxy;
    }

    /** Changes what is not null; other addresses close the proxy's connections. */
    Proxy update(Proxy proxy, @Nullable String listen, @Nullable String upstream, @Nullable Boolean enabled)
            throws ApiError {
        String newListen = listen == null ? proxy.listen() : listen;
        String newUpstream = upstream == null ? proxy.upstream() : upstream;
        boolean newEnabled = enabled == null ? proxy.isEnabled() : enabled;
        if (proxy.differs(newListen, newUpstream)) {
            proxy.move(newListen, newUpstream);
        }
        if (newEnabled) {
            proxy.enable();
        } else {
            proxy.disable();
        }
        return proxy;
    }

    void delete(String name) throws ApiError {
        get(name).disable();
        proxies.remove(name);
    }

    /** Enables every proxy and removes every toxic. */
    void reset() throws ApiError {
        for (Proxy proxy : proxies.values()) {
            proxy.enable();
            proxy.removeAllToxics();
        }
    }

    /** Disables every proxy, each as far as it goes. Only once the API's thread has ended. */
    void close() {
        for (Proxy proxy : proxies.values()) {
            try {
                proxy.disable();
            } catch (ApiError e) {
                // Its connections close with their event loop.
                LOG.debug("A proxy did not close in time: {}", e.text());
            }
        }
        proxies.clear();
    }
}
