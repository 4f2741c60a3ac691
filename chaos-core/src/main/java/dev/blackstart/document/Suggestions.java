package dev.blackstart.document;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Suggestions {
    private Suggestions() {}

    /**
     * The known name nearest to a wrong one, by the number of letters changed, left out, added or swapped with their neighbour; upper
     * and lower case, {@code _} and {@code -} count as equal. Empty when more than a third of the letters would have to change.
     */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        String folded = fold(wrong);
        String best = null;
        int bestDistance = Math.max(1, folded.length() / 3) + 1;
        for (String name : known) {
            int distance = distance(folded, fold(name), bestDistance);
            if (distance < bestDistance && !name.equals(wrong)) {
                best = name;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code " (did you mean X?)"} with a leading space, or an empty text when nothing is near. */
    public static String didYouMean(String wrong, Collection<String> known) {
        return nearest(wrong, known)
                .map(name -> " (did you mean " + name + "?)")
                .orElse("");
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Damerau-Levenshtein distance with neighbouring swaps, at most {@code limit}. */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
                best = Math.min(best, table[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, table[i - 2][j - 2] + 1);
                }
                table[i][j] = best;
            }
        }
        return table[a.length()][b.length()];
    }
}
