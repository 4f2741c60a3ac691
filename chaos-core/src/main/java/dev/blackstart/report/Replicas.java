package dev.blackstart.report;

import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which replicas were started in an arm, and when none of their processes ran. A fold over the arm's entries. */
final class Replicas {
    /** {@code ${name}} or {@code $name}. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");

    private final Map<String, One> all = new LinkedHashMap<>();

    /** One replica: its ports as the topology names them, its latest incarnation, and when it was gone and there again, in turn. */
    private static final class One {
        final Event.ReplicaStarted first;
        final List<Instant> changes = new ArrayList<>();
        String incarnation;

        One(Event.ReplicaStarted first) {
            this.first = first;
            this.incarnation = first.incarnation();
        }

        boolean isGone() {
            return changes.size() % 2 == 1;
        }
    }

    Replicas(List<Entry> entries) {
        entries.forEach(this::add);
    }

    /** The end of an incarnation may be told after the start of the next. */
    private void add(Entry entry) {
        if (entry.event() instanceof Event.ReplicaStarted started) {
            One one = all.computeIfAbsent(started.replica(), name -> new One(started));
            one.incarnation = started.incarnation();
            if (one.isGone()) {
                one.changes.add(entry.at());
            }
        } else if (entry.event() instanceof Event.ReplicaEnded ended) {
            One one = all.get(ended.replica());
            if (one != null && one.incarnation.equals(ended.incarnation()) && !one.isGone()) {
                one.changes.add(entry.at());
            }
        }
    }

    /** Whether the replica's process had ended by that moment, and none had been started again. */
    boolean isGone(String replica, Instant moment) {
        One one = all.get(replica);
        return one != null
                && one.changes.stream()
                                        .filter(change -> !change.isAfter(moment))
                                        .count()
                                % 2
                        == 1;
    }

    /** What a text names: all replicas of a service, or a replica; empty where that is none of this arm. */
    List<String> named(String text) {
        return all.keySet().stream()
                .filter(name -> name.equals(text) || serviceOf(name).equals(text))
                .toList();
    }

    static String serviceOf(String replica) {
        int number = replica.lastIndexOf('#');
        return number < 0 ? replica : replica.substring(0, number);
    }

    /** By which variables of the run a text reaches replicas: the name of each, as {@code kv_a_50051}, to its replica. */
    Map<String, String> reachedBy(String text) {
        Map<String, String> reached = new LinkedHashMap<>();
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            String name = variable.group(1);
            all.forEach((replica, one) -> {
                String prefix = serviceOf(replica).replaceAll("\\W", "_") + "_";
                if (replica.endsWith("#1")
                        && name.startsWith(prefix)
                        && one.first.ports().containsKey(name.substring(prefix.length()))) {
                    reached.put(name, replica);
                }
            });
        }
        return reached;
    }
}
