package dev.blackstart.proxy;

/** What all proxies of one {@link ChaosProxy} share; {@code seed} decides every random draw. */
record Resources(ProxyClock clock, EventLoops loops, Resolver resolver, long seed) implements AutoCloseable {

    static Resources open(long seed) {
        return new Resources(new ProxyClock(), new EventLoops(), new Resolver(), seed);
    }

    @Override
    public void close() {
        resolver.close();
        loops.close();
        clock.close();
    }
}
