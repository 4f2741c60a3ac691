import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws the two arms of a run: the ratio of full answers over time, with the playbook and without it.
 *
 * <pre>
 * java TwoArms.java extract events.jsonl > two-arms.csv    all samples of the run's load, and its events
 * java TwoArms.java draw two-arms.csv > two-arms.svg
 * </pre>
 */
class TwoArms {
    private static final int BUCKET_MILLIS = 100;
    private static final int WINDOW_BUCKETS = 10;
    private static final double FROM = -4;
    private static final double TO = 36;

    public static void main(String[] arguments) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(arguments[1]));
        List<String> result = arguments[0].equals("extract") ? extract(lines) : draw(lines);
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        result.forEach(line -> out.print(line + "\n"));
        out.flush();
    }

    // From the journal of events to what the picture needs. Times are milliseconds from the injection of the arm's fault.

    private static List<String> extract(List<String> journal) {
        Map<String, Instant> injected = new LinkedHashMap<>();
        for (String line : journal) {
            if (field(line, "type", 1).equals("fault-injected")) {
                injected.putIfAbsent(field(line, "arm", 0), Instant.parse(field(line, "at", 0)));
            }
        }
        List<String> rows = new ArrayList<>();
        String first = journal.get(0);
        rows.add("# run " + field(first, "run", 1) + " of " + field(first, "source", 1) + ", Blackstart "
                + field(first, "blackstart", 1) + ", Java " + field(first, "java", 1) + ", "
                + field(first, "platform", 1) + ", " + Runtime.getRuntime().availableProcessors() + " CPUs");
        rows.add("arm,milliseconds,what,full,degraded,shed,failed");
        for (String line : journal) {
            String arm = field(line, "arm", 0);
            Instant zero = injected.get(arm);
            String type = field(line, "type", 1);
            if (zero == null) {
                continue;
            }
            if (type.equals("load-bucket")) {
                rows.add(arm + "," + Duration.between(zero, Instant.parse(field(line, "start", 1))).toMillis()
                        + ",answers," + field(line, "full", 1) + "," + field(line, "degraded", 1) + ","
                        + field(line, "shed", 1) + "," + field(line, "failed", 1));
            } else if (type.equals("fault-injected") || type.equals("fault-reverted") || type.equals("alert-fired")
                    || (type.equals("activity-ended") && field(line, "section", 1).equals("PLAYBOOK"))) {
                String what = type.equals("activity-ended") ? "playbook-done" : type;
                rows.add(arm + "," + Duration.between(zero, Instant.parse(field(line, "at", 0))).toMillis() + "," + what
                        + ",,,,");
            }
        }
        return rows;
    }

    /** A member of a line of the journal: of the line itself, or of its event. */
    private static String field(String line, String name, int depth) {
        int event = line.indexOf("\"event\":");
        String part = depth == 0 ? line.substring(0, event) : line.substring(event);
        Matcher member = Pattern.compile("\"" + name + "\":(?:\"([^\"]*)\"|([-0-9.]+))").matcher(part);
        if (!member.find()) {
            return "";
        }
        return member.group(1) != null ? member.group(1) : member.group(2);
    }

    // The picture.

    private static final int LEFT = 60;
    private static final int WIDTH = 740;
    private static final int TOP = 66;
    private static final int HEIGHT = 240;

    private static double x(double seconds) {
        return LEFT + (seconds - FROM) / (TO - FROM) * WIDTH;
    }

    private static double y(double ratio) {
        return TOP + (1 - ratio) * HEIGHT;
    }

    private static List<String> draw(List<String> csv) {
        List<String> svg = new ArrayList<>();
        svg.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 820 372\" role=\"img\" font-size=\"13\""
                + " font-family=\"system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif\">");
        svg.add("<title>The ratio of auctions that end with an ad, with the playbook and without it</title>");
        svg.add("<style>"
                + ".back{fill:#ffffff}.text{fill:#24292f}.faint{fill:#59636e}.grid{stroke:#d1d9e0}"
                + ".with{stroke:#0969da}.without{stroke:#bc4c00}.w{fill:#0969da}.wo{fill:#bc4c00}"
                + "@media (prefers-color-scheme: dark){.back{fill:#0d1117}.text{fill:#e6edf3}.faint{fill:#9198a1}"
                + ".grid{stroke:#3d444d}.with{stroke:#58a6ff}.without{stroke:#f0883e}.w{fill:#58a6ff}.wo{fill:#f0883e}}"
                + "</style>");
        svg.add("<rect class=\"back\" width=\"820\" height=\"372\" rx=\"6\"/>");
        text(svg, LEFT, 26, "text", "start", "Auctions that end with an ad, of those of the last second");
        for (int percent = 0; percent <= 100; percent += 25) {
            line(svg, FROM, percent / 100.0, TO, percent / 100.0, "grid", 1, "");
            text(svg, LEFT - 8, y(percent / 100.0) + 4, "faint", "end", percent + " %");
        }
        for (int second = 0; second <= TO; second += 5) {
            text(svg, x(second), TOP + HEIGHT + 20, "faint", "middle", second == 0 ? "fault on" : second + " s");
        }
        line(svg, 0, 0, 0, 1, "grid", 2, "");
        double afterTreatment = at(csv, "TREATMENT", "fault-reverted");
        band(svg, "TREATMENT", csv, "w", 332, "with the playbook");
        band(svg, "CONTROL", csv, "wo", 350, "without it");
        mark(svg, csv, "alert-fired", "alert", 1.04);
        mark(svg, csv, "playbook-done", "playbook done", 1.04);
        curve(svg, csv, "CONTROL", "without");
        curve(svg, csv, "TREATMENT", "with");
        text(svg, x(afterTreatment) + 40, y(0.86), "w", "start", "with the playbook");
        text(svg, x(18), y(0.36), "wo", "middle", "without it");
        svg.add("</svg>");
        return svg;
    }

    /** How long the fault was on in an arm. */
    private static void band(List<String> svg, String arm, List<String> csv, String style, int top, String name) {
        double end = at(csv, arm, "fault-reverted");
        svg.add(String.format(Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"12\" rx=\"2\" opacity=\"0.35\"/>",
                style, x(0), top, x(Math.min(end, TO)) - x(0)));
        text(svg, x(end) + (end < TO / 2 ? 6 : -6), top + 10.5, "text", end < TO / 2 ? "start" : "end",
                String.format(Locale.ROOT, "fault on for %.1f s, %s", end, name));
    }

    private static void mark(List<String> svg, List<String> csv, String what, String name, double height) {
        double at = at(csv, "TREATMENT", what);
        line(svg, at, 0, at, height, "with", 1, " stroke-dasharray=\"3 3\"");
        text(svg, x(at), y(height) - 5, "w", what.equals("alert-fired") ? "middle" : "start", name);
    }

    private static void curve(List<String> svg, List<String> csv, String arm, String style) {
        List<int[]> buckets = new ArrayList<>();
        StringBuilder path = new StringBuilder();
        for (String row : csv) {
            String[] cells = row.split(",", -1);
            if (!cells[0].equals(arm) || !cells[2].equals("answers")) {
                continue;
            }
            int full = Integer.parseInt(cells[3]);
            int other = Integer.parseInt(cells[4]) + Integer.parseInt(cells[5]) + Integer.parseInt(cells[6]);
            buckets.add(new int[] {full, full + other});
            List<int[]> window = buckets.subList(Math.max(0, buckets.size() - WINDOW_BUCKETS), buckets.size());
            double good = window.stream().mapToInt(bucket -> bucket[0]).sum();
            int all = window.stream().mapToInt(bucket -> bucket[1]).sum();
            double end = (Long.parseLong(cells[1]) + BUCKET_MILLIS) / 1000.0;
            if (end >= FROM && end <= TO && all > 0) {
                path.append(path.length() == 0 ? "M" : "L")
                        .append(String.format(Locale.ROOT, "%.1f %.1f", x(end), y(good / all)));
            }
        }
        svg.add("<path class=\"" + style + "\" fill=\"none\" stroke-width=\"2.5\" stroke-linejoin=\"round\" d=\"" + path
                + "\"/>");
    }

    /** When something happened for the first time in an arm, in seconds. */
    private static double at(List<String> csv, String arm, String what) {
        return csv.stream()
                .filter(row -> row.startsWith(arm + ",") && row.contains("," + what + ","))
                .mapToDouble(row -> Long.parseLong(row.split(",")[1]) / 1000.0)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + what + " in " + arm));
    }

    private static void line(
            List<String> svg, double x1, double y1, double x2, double y2, String style, int width, String more) {
        svg.add(String.format(Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke-width=\"%d\"%s/>",
                style, x(x1), y(y1), x(x2), y(y2), width, more));
    }

    private static void text(List<String> svg, double x, double y, String style, String anchor, String words) {
        svg.add(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                style, x, y, anchor, words));
    }
}
