package dev.blackstart.topology;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the addresses of links in the place of the peers' names in commands and environments. */
public final class PeerAddresses {
    /** How a process of this machine reaches another one directly. */
    private static final Pattern ON_THIS_MACHINE = Pattern.compile(
            "(?<![\\w.-])(?:127(?:\\.\\d{1,3}){3}|localhost|0\\.0\\.0\\.0|\\[::1?])" + ":(\\d{1,5})(?!\\d)");

    private PeerAddresses() {}

    /** The name of the run's variable that says where a service's first replica is reached directly: {@code kv_a_50051}. */
    public static String variable(String service, int port) {
        return service.replaceAll("[^A-Za-z0-9_]", "_") + "_" + port;
    }

    /** Whether a text holds a variable, as {@code ${name}} or {@code $name}. */
    public static boolean holdsVariable(String text, String name) {
        return Pattern.compile("(?<!\\$)\\$(?:\\{" + name + "}|" + name + "(?!\\w))")
                .matcher(text)
                .find();
    }

    /** Which of these ports of this machine the texts name, as {@code 127.0.0.1:40123}, also inside a URL. */
    public static Set<Integer> direct(Collection<String> texts, Collection<Integer> ports) {
        Set<Integer> found = new LinkedHashSet<>();
        for (String text : texts) {
            Matcher address = ON_THIS_MACHINE.matcher(text);
            while (address.find()) {
                int port = Integer.parseInt(address.group(1));
                if (ports.contains(port)) {
                    found.add(port);
                }
            }
        }
        return found;
    }

    /** {@code kv-a:<port>}, also inside {@code http://kv-a:50051/x}; group 1 is the port. */
    private static Pattern anyPort(String service) {
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(service) + ":(\\d{1,5})(?!\\d)");
    }

    /**
     * The addresses of services that the texts name though no link declares them: they would go past every proxy.
     *
     * @param services the names of all services
     * @param declared the peers that are declared, as {@code kv-a:50051}
     */
    public static Set<String> undeclared(
            Collection<String> texts, Collection<String> services, Collection<String> declared) {
        Set<String> found = new LinkedHashSet<>();
        for (String service : services) {
            Pattern pattern = anyPort(service);
            for (String text : texts) {
                Matcher address = pattern.matcher(text);
                while (address.find()) {
                    String peer = service + ":" + address.group(1);
                    if (!declared.contains(peer)) {
                        found.add(peer);
                    }
                }
            }
        }
        return found;
    }

    private static Pattern address(Peer peer) {
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(peer.service()) + ":" + peer.port() + "(?!\\d)");
    }

    /**
     * Rewrites one text.
     *
     * @param ownPorts the service's ports as the file names them, to what they are
     * @param links each peer's links as {@code host:port}, in the order of its replicas
     */
    public static String rewrite(String text, Map<Integer, Integer> ownPorts, Map<Peer, List<String>> links) {
        String done = text;
        for (Map.Entry<Peer, List<String>> link : links.entrySet()) {
            Peer peer = link.getKey();
            String first = link.getValue().get(0);
            int colon = first.lastIndexOf(':');
            done = done.replace("{host:" + peer.service() + "}", first.substring(0, colon));
            done = done.replace("{port:" + peer + "}", first.substring(colon + 1));
            String address = String.join(",", link.getValue());
            done = replace(done, address(peer), match -> address);
        }
        for (Map.Entry<Integer, Integer> port : ownPorts.entrySet()) {
            done = done.replace("{port:" + port.getKey() + "}", String.valueOf(port.getValue()));
        }
        return done;
    }

    private static String replace(String text, Pattern pattern, Function<Matcher, String> replacement) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder done = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(done, Matcher.quoteReplacement(replacement.apply(matcher)));
        }
        return matcher.appendTail(done).toString();
    }
}
