"""What bench/measuring found, from its samples.

    measured.py FILE   prints it, and exits with 1 when the upper end of the 95 % interval of the shift is not below 5 % of the p50
"""
import csv
import random
import statistics
import sys

LIMIT = 5


def shift(rows):
    """Of rounds with and without the measurement: the usual p50 in ms, the median shift, and both ends of its 95 % interval, in percent.

    The median, because other work on the machine makes single rounds several times as slow, with and without.
    """
    usual = statistics.median(float(row["unmeasured_ms"]) for row in rows)
    shifts = [float(row["measured_ms"]) - float(row["unmeasured_ms"]) for row in rows]
    draw = random.Random(7)
    drawn = sorted(statistics.median(draw.choices(shifts, k=len(shifts))) for _ in range(10_000))
    return usual, *(100 * of / usual for of in (statistics.median(shifts), drawn[250], drawn[9_750]))


def sentence(rows):
    usual, middle, low, high = shift(rows)
    return (f"p50 {usual:.2f} ms unmeasured; measuring shifts it by {middle:+.1f} %, 95 % interval {low:+.1f} % to {high:+.1f} %,"
            f" {len(rows)} rounds: the upper end is {'below' if high < LIMIT else 'NOT below'} {LIMIT} %")


if __name__ == "__main__":
    samples = list(csv.DictReader(line for line in open(sys.argv[1]) if not line.startswith("#")))
    print(sentence(samples))
    sys.exit(shift(samples)[3] >= LIMIT)
