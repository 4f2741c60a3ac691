"""Interrupts a small experiment at chosen moments and lets judge.py say what is left.

    drive.py WORKDIR [NAME ...]      runs the named cases of cases.py, or all, one at a time; one JSON line each in WORKDIR/results.jsonl

The moments are read off the run's own events.jsonl, so that a case says in which phase it hit. Expects the launcher in the
repository's root; keeps its ledgers in WORKDIR/state. Linux, Python 3.9 or later, standard library only.
"""
import json, os, pathlib, signal, subprocess, sys, time
import judge, scene

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAUNCHER = ROOT / "blackstart"


READ = {}


def events(folder):
    """Every event so far, and how many lines are none; reads only what is new."""
    found, torn = [], 0
    for file in sorted(folder.glob(".blackstart/runs/*/events.jsonl")):
        known = READ.setdefault(file, {"at": 0, "found": [], "torn": 0})
        with open(file, "rb") as stream:
            stream.seek(known["at"])
            data = stream.read()
        whole = data[:data.rfind(b"\n") + 1]
        known["at"] += len(whole)
        for line in whole.decode(errors="replace").split("\n"):
            if line.strip():
                try:
                    known["found"].append(json.loads(line))
                except ValueError:
                    known["torn"] += 1
        found += known["found"]
        torn += known["torn"]
    return found, torn


def where(found):
    phase = next((e["arm"] + "/" + e["event"]["phase"] for e in reversed(found) if e["event"]["type"] == "phase-entered"), "before")
    return phase + ":" + found[-1]["event"]["type"] if found else "before"


def at(arm=None, type=None, has="", nth=1, delay=0.0, limit=60):
    """The moment: `delay` after the nth event of that type whose JSON contains `has`."""
    def wait(run):
        end = time.time() + limit
        seen = hits = 0
        while time.time() < end and run.process.poll() is None:
            found, _ = events(run.folder)
            hits += sum(1 for e in found[seen:] if (arm is None or e["arm"] == arm) and (type is None or e["event"]["type"] == type)
                        and has in json.dumps(e["event"]))
            seen = len(found)
            if hits >= nth:
                time.sleep(delay)
                return True
            time.sleep(0.005)
        return False
    return wait


def after(seconds):
    def wait(run):
        time.sleep(max(0, run.began + seconds - time.time()))
        return True
    return wait


def phase(arm, name, delay=0.0):
    return at(arm, "phase-entered", '"phase": "' + name + '"', delay=delay)


def listening():
    """nohup and a shell's & leave SIGHUP and SIGINT ignored, and a JVM respects that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Run:
    def __init__(self, work, name, token, arguments=(), environment=None, stdin=subprocess.DEVNULL, command=None, cwd=None, state=None):
        self.work, self.name, self.token = work, name, token
        self.folder = pathlib.Path(cwd or work / name)
        self.environment = {**os.environ, "XDG_STATE_HOME": str(state or work / "state"), **(environment or {})}
        self.console = (work / name / "console.txt")
        self.tmp = set(os.listdir("/tmp"))
        self.began = time.time()
        self.process = subprocess.Popen(command or [str(LAUNCHER), "run", "experiment.json", *arguments], cwd=self.folder, env=self.environment,
                                        stdin=stdin, stdout=open(self.console, "w"), stderr=subprocess.STDOUT, start_new_session=True,
                                        preexec_fn=listening)
        self.watch = judge.Watch(self.process.pid)

    def ids(self):
        return [p.name for p in self.folder.glob(".blackstart/runs/*")]

    def heal(self, *more):
        start = time.time()
        done = subprocess.run([str(LAUNCHER), "heal", *more], cwd="/", env=self.environment, capture_output=True, text=True, timeout=60)
        return {"rc": done.returncode, "took": round(time.time() - start, 2), "said": (done.stdout + done.stderr).strip()}

    def left(self):
        return judge.left(self.token, self.ids(), self.watch)

    def finish(self, result):
        self.watch.over = True
        result["left"] = self.left()
        runs = pathlib.Path(self.environment["XDG_STATE_HOME"]) / "blackstart" / "runs"
        result["ledgers"] = [str(p.relative_to(runs)) for p in runs.rglob("*") if p.parts and any(i in str(p) for i in self.ids())] if runs.exists() else []
        result["hsperf"] = [pid for pid, _ in self.watch.seen if os.path.exists(f"/tmp/hsperfdata_root/{pid}")]
        result["tmp"] = sorted(n for n in set(os.listdir("/tmp")) - self.tmp if not n.startswith("bash_"))
        found, torn = events(self.folder)
        result["torn"] = torn
        result["last"] = found[-1]["event"]["type"] if found else None
        result["killed-mark"] = any(e["event"]["type"] == "run-killed" for e in found)
        result["journals"] = {}
        for name, path in [("cwd", self.folder / "journal.json"), *[(i, self.folder / ".blackstart/runs" / i / "journal.json") for i in self.ids()]]:
            try:
                j = json.loads(path.read_text())
                result["journals"][name] = {"status": j.get("status"), "deviated": j.get("deviated"), "run": [r.get("status") for r in j.get("run", [])]}
            except FileNotFoundError:
                result["journals"][name] = "MISSING"
            except ValueError as e:
                result["journals"][name] = "INVALID " + str(e)
        lines = [l for l in self.console.read_text(errors="replace").split("\n") if l.strip()]
        verdicts = [l for l in lines if l.split(":")[0] in ("HELD", "DEVIATED", "INCONCLUSIVE")]
        result["verdict"] = verdicts[-1][:200] if verdicts else None
        result["tail"] = lines[-3:]
        # Only what bears our token, and only by pid.
        for each in result["left"]["processes"]:
            try:
                os.kill(each["pid"], signal.SIGKILL)
            except ProcessLookupError:
                pass
        return result


def strike(run, moment, signals, group=False, patience=40):
    """Waits for the moment, sends [(signal, seconds until the next)], waits for the end."""
    result = {"case": run.name, "reached": moment(run)}
    found, _ = events(run.folder)
    result["at"] = where(found)
    struck = time.time()
    result["ran"] = round(struck - run.began, 2)
    for number, pause in signals:
        try:
            (os.killpg if group else os.kill)(run.process.pid, number)
        except ProcessLookupError:
            result["gone-before"] = True
        time.sleep(pause)
    try:
        result["rc"] = run.process.wait(patience)
        result["took"] = round(time.time() - struck, 2)
    except subprocess.TimeoutExpired:
        result["took"] = f"more than {patience}"
        result["rc"] = "did not end"
        os.kill(run.process.pid, signal.SIGKILL)
        run.process.wait()
    if signal.SIGKILL in [n for n, _ in signals] or result["rc"] in (-9, "did not end"):
        result["before-heal"] = len(run.left()["processes"])
        result["heal"] = run.heal()
    return run.finish(result)


def main():
    import cases
    work = pathlib.Path(sys.argv[1]).resolve()
    work.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[2:]
    with open(work / "results.jsonl", "a") as out:
        for name, case in cases.CASES.items():
            if wanted and not any(name.startswith(w) for w in wanted):
                continue
            stamp = format(int(time.time()) % 100000, "x")
            unique, token = f"{name}.{stamp}", f"left-{name}-{stamp}"
            try:
                result = case(work, unique, token)
            except Exception as e:
                result = {"case": unique, "error": repr(e)}
            out.write(json.dumps(result) + "\n")
            out.flush()
            bad = [b for b in (result.get("left") or {}).get("processes", [])]
            print(unique, {k: result.get(k) for k in ("at", "took", "rc", "verdict", "last", "journals", "ledgers", "error", "before-heal", "hsperf", "tmp") if result.get(k) not in (None, [], {})},
                  "HEAL " + str((result["heal"]["rc"], result["heal"]["took"])) if "heal" in result else "", "LEFT" if bad or (result.get("left") or {}).get("ports") else "", bad, (result.get("left") or {}).get("ports"), flush=True)


if __name__ == "__main__":
    main()
