package dev.blackstart.topology;

/** Which actual thing a target is at this moment. A restarted replica has the same {@link TargetRef} and another incarnation. */
public sealed interface Incarnation {
    /** What no other thing of this machine is called, now or later. */
    String unique();

    /** A process started by this run. */
    record LocalProcess(ProcessIdentity identity) implements Incarnation {
        @Override
        public String unique() {
            return identity + " of tick " + identity.startTicks() + " of boot " + identity.bootId();
        }

        @Override
        public String toString() {
            return identity.toString();
        }
    }

    /** A proxy of a link: the API's {@code host:port} and the proxy's name. */
    record LinkProxy(String api, String proxy) implements Incarnation {
        @Override
        public String unique() {
            return proxy + " at " + api;
        }

        @Override
        public String toString() {
            return proxy;
        }
    }

    /**
     * A container, from one start to its end.
     *
     * @param engine where its engine answers, as {@code DOCKER_HOST} has it
     * @param id all 64 digits
     * @param startedAt as its engine writes it
     */
    record Container(String engine, String id, String startedAt) implements Incarnation {
        private static final int BRIEF = 12;

        @Override
        public String unique() {
            return "container " + id + " started " + startedAt;
        }

        @Override
        public String toString() {
            return "container " + id.substring(0, Math.min(BRIEF, id.length()));
        }
    }
}
