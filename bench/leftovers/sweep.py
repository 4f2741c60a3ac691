"""Kills runs with SIGKILL at every line that they write about a fault, and judges what is left without anybody's help.

    sweep.py [--all] [--random N] [--workers N] [FAULT ...]

For each kind of fault a small experiment injects one and reverts it. A first run shows the lines of its journal and of its ledger, in
their order; then one run each is killed right after the n-th of them: between the ledger's line and the deed, between the deed and
the journal's line, and so on. By default that is after the first line, and from just before the fault is prepared until just after it
is done with, of the same lines in a row after the first; with --all it is every line of the run. --random N kills at random moments
instead, drawn by a seed, half over as long as that experiment's first run took, half after its fault was intended, until N runs have been killed while they lived. Left are: a process that bears the run's marker or our token, or descends from the run;
a port; a changed file; a file that cannot be written; a ledger. Nobody runs `blackstart heal`.

Writes bench/results/sweep.csv, with --random sweep-random.csv, and exits with 1 unless every run was healed, and 99 % of the killed ones
within 2 s. Linux, Python 3.9 or later, standard library only.
"""
import argparse, concurrent.futures, csv, hashlib, json, os, pathlib, random, shutil, signal, statistics, subprocess, sys, tempfile, time
import judge, scene
from scene import action, service

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAUNCHER = ROOT / "blackstart"
PATIENCE = 15
P99_WITHIN = 2
RUN_LASTS = 60

# The examples of the reference: what is shown there is what is run here.
FAULTS = {file.stem: json.loads(file.read_text())["provider"]["arguments"]
          for file in sorted((ROOT / "docs" / "reference" / "examples").glob("*.json"))}


def write(folder, token, name):
    """The experiment, on a topology of which one service clears its environment and forks twice, once in its session and once in another."""
    folder.mkdir(parents=True)
    (folder / "data.txt").write_text("0123456789\n" * 100)
    (folder / "other.txt").write_text("something else\n" * 50)
    topology = {"name": "sweep", "services": {
        "kv": service(token, "kv", ["child", "orphan", "escaped"]),
        "api": {**service(token, "api", ["child"], links=["kv:8080"]), "depends_on": ["kv"]}}}
    (folder / "topology.yaml").write_text(json.dumps(topology))
    if name == "combined":
        method = [action(f"inject {n}", "fault", n, id=n, **FAULTS[n]) for n in ("latency", "pause", "corrupt", "cpu")]
        method += [action(f"revert {n}", "fault", "revert", id=n) for n in ("pause", "latency", "cpu", "corrupt")]
    else:
        method = [action("inject", "fault", name, id="f", **FAULTS[name]), action("revert", "fault", "revert", id="f")]
    (folder / "experiment.json").write_text(json.dumps({
        "title": "Sweep of " + name, "description": token, "method": method,
        "extensions": [{"name": "blackstart", "topology": "topology.yaml", "seed": 7}]}))


class Lines:
    """The lines of journal and ledger so far, in the order in which they came."""

    def __init__(self, folder, state):
        self.folder, self.state = folder, state
        self.at, self.found = {}, []

    def look(self):
        for pattern, source in (("ledger.jsonl", self.state.glob("blackstart/runs/*/ledger.jsonl")),
                                ("events.jsonl", self.folder.glob(".blackstart/runs/*/events.jsonl"))):
            for file in source:
                try:
                    with open(file, "rb") as stream:
                        stream.seek(self.at.get(file, 0))
                        data = stream.read()
                except OSError:
                    continue
                whole = data[:data.rfind(b"\n") + 1]
                self.at[file] = self.at.get(file, 0) + len(whole)
                for line in whole.splitlines():
                    try:
                        each = json.loads(line)
                        self.found.append(("ledger " if "entry" in each else "journal ")
                                          + (each.get("entry") or each["event"])["type"])
                    except (ValueError, KeyError):
                        self.found.append("torn")
        return self.found


def content(folder):
    """What is in the case's own files, and whether they can be written."""
    found = {}
    for file in sorted(folder.glob("*.txt")) + sorted(folder.glob(".*.blackstart-*")):
        try:
            with open(file, "r+b") as stream:
                found[file.name] = hashlib.sha256(stream.read()).hexdigest()
        except OSError as e:
            found[file.name] = str(e.strerror)
    return found


def left(token, folder, state, watch, before):
    """What is left, for people; empty when all is well."""
    runs = [path.name for path in folder.glob(".blackstart/runs/*")]
    judged = judge.left(token, runs, watch)
    found = [f"process {each['pid']} {each['state']} {each['cmd'][:60]}" for each in judged["processes"]]
    found += [f"port {port}" for port in judged["ports"]]
    now = content(folder)
    found += [f"file {name}: {now.get(name, 'gone')}" for name in sorted(set(now) | set(before)) if now.get(name) != before.get(name)]
    found += [f"ledger {path.name}" for path in state.glob("blackstart/runs/*")]
    return found


def once(work, name, number, struck):
    """One run; `struck(lines, seconds)` says when it is killed. What came of it."""
    unique = f"{name}-{number}"
    folder, token = work / unique, f"sweep-{unique}-{os.getpid()}"
    state = work / (unique + ".state")
    write(folder, token, name)
    before = content(folder)
    run = subprocess.Popen([str(LAUNCHER), "run", "experiment.json"], cwd=folder, env={**os.environ, "XDG_STATE_HOME": str(state)},
                           stdin=subprocess.DEVNULL, stdout=open(work / (unique + ".out"), "w"), stderr=subprocess.STDOUT, start_new_session=True)
    watch, lines, began = judge.Watch(run.pid), Lines(folder, state), time.monotonic()
    intended = None
    while run.poll() is None and not struck(lines.look(), time.monotonic() - began) and time.monotonic() - began < RUN_LASTS:
        if intended is None and "ledger fault-intended" in lines.found:
            intended = time.monotonic() - began
        time.sleep(0.0005)
    reached = run.poll() is None
    run.kill()
    killed = time.monotonic()
    run.wait()
    watch.over = True
    after = lines.look()[-1:] or ["nothing"]
    result = {"fault": name, "number": number, "killed": reached, "after": after[0], "lines": list(lines.found),
              "lived_s": round(killed - began, 3), "intended_s": round(intended or 0, 3)}
    while True:
        still = left(token, folder, state, watch, before)
        if not still or time.monotonic() - killed > PATIENCE:
            break
        time.sleep(0.02)
    result["healed_s"] = round(time.monotonic() - killed, 3)
    result["left"] = still
    marked = [json.loads(line)["event"]["type"] for file in folder.glob(".blackstart/runs/*/events.jsonl") for line in open(file)
              if line.strip() and line.rstrip().endswith("}")][-1:]
    if reached and marked and marked[0] not in ("run-killed", "run-ended"):
        result["left"].append("a journal that does not say that its run was killed: " + marked[0])
    for process in judge.left(token, [path.name for path in folder.glob(".blackstart/runs/*")], watch)["processes"]:
        # Only what bears our token or our run's marker, and only by its id.
        try:
            os.kill(process["pid"], signal.SIGKILL)
        except ProcessLookupError:
            pass
    subprocess.run(["chattr", "-i", str(folder / "data.txt")], stderr=subprocess.DEVNULL, check=False)
    if not result["left"]:
        for path in (folder, state):
            shutil.rmtree(path, ignore_errors=True)
    return result


def moments(lines, everything):
    """After how many lines to kill."""
    if everything:
        return range(1, len(lines) + 1)
    last = max((i for i, line in enumerate(lines) if line == "ledger fault-done"), default=len(lines))
    # And after the first line that there is: then a run owns nothing yet but its ledger.
    about = range(lines.index("ledger fault-intended") - 1, min(len(lines), last + 3) + 1)
    # One sample more leaves everything as it was: of the same lines in a row the first one counts.
    return [1, *(n for n in about if n < 2 or lines[n - 1] != lines[n - 2])]


def at_every_line(pool, work, references, everything):
    planned = [pool.submit(once, work, name, n, lambda lines, seconds, n=n: len(lines) >= n)
               for name, seen in references.items() for n in moments(seen["lines"], everything)]
    for future in concurrent.futures.as_completed(planned):
        yield future.result()


def moment(at, line=None):
    """So many seconds after that line, or after the start."""
    came = []

    def struck(lines, seconds):
        if line is None or came or line in lines:
            came.append(seconds if line and not came else 0.0)
            return seconds - came[0] >= at
        return False
    return struck


def at_random(pool, work, references, wanted, seed):
    """Until so many were killed while they lived; gives up when most runs are over before their moment."""
    draw, running, started, killed = random.Random(seed), set(), 0, 0
    while killed < wanted and started < 2 * wanted + 20:
        while killed + len(running) < wanted:
            started += 1
            name = draw.choice(list(references))
            seen = references[name]
            # Half of them over the whole run, half while there is a fault to be taken back.
            struck = moment(draw.uniform(0, seen["lived_s"])) if started % 2 else \
                moment(draw.uniform(0, seen["lived_s"] - seen["intended_s"]), "ledger fault-intended")
            running.add(pool.submit(once, work, name, started, struck))
        over, running = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
        for future in over:
            killed += future.result()["killed"]
            yield future.result()


def record(file, results):
    (ROOT / "bench" / "results").mkdir(exist_ok=True)
    with open(ROOT / "bench" / "results" / file, "w", newline="") as out:
        commit = subprocess.run(["git", "-C", str(ROOT), "describe", "--always", "--dirty"], capture_output=True, text=True).stdout.strip()
        out.write(f"# commit: {commit}\n# cores: {os.cpu_count()}\n# taken: {time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())},"
                  f" load average after: {os.getloadavg()[0]:.2f}\n")
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["fault", "killed_after_s", "killed_after_line", "line", "healed", "seconds"])
        for result in results:
            rows.writerow([result["fault"], result["lived_s"], len(result["lines"]), result["after"],
                           "no" if result["left"] else "yes", result["healed_s"]])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--all", action="store_true")
    arguments.add_argument("--random", type=int, default=0)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("faults", nargs="*")
    asked = arguments.parse_args()
    names = asked.faults or [*FAULTS, "combined"]
    subprocess.run([str(LAUNCHER), "--version"], check=True, stdout=subprocess.DEVNULL)
    work = pathlib.Path(tempfile.mkdtemp(prefix="sweep-"))
    results, began = [], time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(asked.workers) as pool:
        def over(n):
            return lambda lines, seconds: not asked.random and lines.count("ledger fault-done") >= n and "journal activity-ended" in lines[-3:]
        first = {name: pool.submit(once, work, name, 0, over(4 if name == "combined" else 1)) for name in names}
        references = {name: future.result() for name, future in first.items()}
        for name, seen in references.items():
            if "ledger fault-intended" not in seen["lines"]:
                sys.exit(f"sweep: {name}: the run did not come to its fault; its last lines: {', '.join(seen['lines'][-5:])}; see {work}")
        more = at_random(pool, work, references, asked.random, asked.seed) if asked.random else at_every_line(pool, work, references, asked.all)
        for result in [*references.values(), *more]:
            results.append(result)
            if result["left"]:
                print(f"{result['fault']} number {result['number']}, killed after {result['lived_s']} s and {len(result['lines'])} lines"
                      f" ({result['after']}): LEFT {result['left']}", flush=True)
    killed = [result for result in results if result["killed"]]
    healed = sorted(result["healed_s"] for result in killed if not result["left"])
    record("sweep-random.csv" if asked.random else "sweep.csv", killed)
    if not healed:
        sys.exit("sweep: nothing was healed")
    p99 = healed[-(-99 * len(healed) // 100) - 1]
    kinds = len(set(names) & set(FAULTS))
    print(f"{len(healed)} of {len(killed)} killed runs healed by themselves; p50 {statistics.median(healed):.2f} s, p99 {p99:.2f} s"
          f" after the kill, at most {healed[-1]:.2f} s; {kinds} kinds of fault, {len(results) - len(killed)} runs were over before their moment,"
          f" {time.monotonic() - began:.0f} s")
    wrong = []
    if any(result["left"] for result in results):
        wrong.append(f"what was left is in {work}")
    if p99 > P99_WITHIN:
        wrong.append(f"99 % took longer than {P99_WITHIN} s")
    if len(killed) < asked.random:
        wrong.append(f"only {len(killed)} of {asked.random} were killed while they lived")
    if wrong:
        sys.exit("sweep: " + "; ".join(wrong))
    shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
