package dev.blackstart.topology;

/** Which actual thing a target is at this moment. A restarted replica has the same {@link TargetRef} and another incarnation. */
public sealed interface Incarnation {

    /** A process started by this run. */
    record LocalProcess(ProcessIdentity identity) implements Incarnation {
        @Override
        public String toString() {
            return identity.toString();
        }
    }

    /** A proxy of a link: the API's {@code host:port} and the proxy's name. */
    record LinkProxy(String api, String proxy) implements Incarnation {
        @Override
        public String toString() {
            return proxy;
        }
    }
}
