"""The cases of drive.py: name -> function(work, unique name, token) -> result.

x-full-* and x-ledger-full mount a small tmpfs and so need root; x-tmux needs tmux; auction-* needs the fixtures to be built.
Known to leave something: x-full-folder leaves journals that are empty.
"""
import fcntl, json, os, pathlib, shutil, signal, socket, subprocess, sys, time
import judge, scene
from drive import LAUNCHER, Run, after, at, events, listening, phase, strike, where
from scene import LATENCY, REDEPLOY, action, process, write

INT, TERM, KILL, HUP = signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGHUP
T, C = "TREATMENT", "CONTROL"
PAUSE = action("pause kv", "fault", "pause", on="kv#1")
CRASH = action("crash kv", "fault", "crash", on="kv#1")
SLEEP = process("sleep", "sleep", ["100"])
CASES = {}


def case(name, moment, *signals, group=False, arguments=(), **scenery):
    def run(work, unique, token):
        write(work / unique, token, **scenery)
        return strike(Run(work, unique, token, arguments), moment, [s if isinstance(s, tuple) else (s, 0) for s in signals], group)
    CASES[name] = run


# Start-up, by the clock: JVM start, planning, ledger, first processes.
for i, s in enumerate((0.05, 0.15, 0.25, 0.35, 0.45, 0.6, 0.8)):
    case(f"start-kill-{i}", after(s), KILL)
    case(f"start-int-{i}", after(s), INT)
case("starting-kill", phase(T, "START", 0.03), KILL)
case("starting-kill-b", phase(T, "START", 0.12), KILL)
case("starting-int", phase(T, "START", 0.05), INT)
case("starting-term", phase(T, "START", 0.15), TERM)

# Every phase.
MOMENTS = {
    "warmup": phase(T, "WARM_UP", 0.7), "baseline": phase(T, "BASELINE", 1.0), "fault": phase(T, "FAULT", 0.2),
    "injected": at(T, "fault-injected", delay=0.01), "degraded": phase(T, "DEGRADED", 0.4), "alerted": phase(T, "ALERTED"),
    "mitigating": phase(T, "MITIGATING", 0.01), "redeploy": phase(T, "MITIGATING", 0.06), "recovered": phase(T, "RECOVERED", 0.5),
    "reverted": phase(T, "REVERTED", 0.05), "after": phase(T, "AFTER", 0.2), "stop": phase(T, "STOP"), "stop-b": phase(T, "STOP", 0.03)}
CONTROL = {"control-start": phase(C, "START", 0.1), "control-warmup": phase(C, "WARM_UP", 0.5), "control-fault": phase(C, "FAULT", 0.5),
           "control-observed": phase(C, "OBSERVED", 1.0), "control-stop": phase(C, "STOP")}
for name, moment in MOMENTS.items():
    case(f"phase-{name}-kill", moment, KILL)
    case(f"phase-{name}-int", moment, INT)
for name, moment in CONTROL.items():
    case(f"phase-{name}-kill", moment, KILL)
for name in ("control-start", "control-observed", "control-stop"):
    case(f"phase-{name}-int", CONTROL[name], INT)
for name in ("warmup", "degraded", "redeploy"):
    case(f"phase-{name}-term", MOMENTS[name], TERM)
    case(f"twice-{name}", MOMENTS[name], (INT, 0.1), INT)
    case(f"group-{name}", MOMENTS[name], INT, group=True)
case("hup-degraded", MOMENTS["degraded"], HUP)
case("int-kill", MOMENTS["degraded"], (INT, 0.15), KILL)

# Pause and crash.
for f, fault in (("pause", PAUSE), ("crash", CRASH)):
    case(f"{f}-kill", at(T, "fault-injected", delay=0.2), KILL, method=[fault])
    case(f"{f}-int", at(T, "fault-injected", delay=0.2), INT, method=[fault])
case("pause-kill-at-once", at(T, "fault-prepared", delay=0.0), KILL, method=[PAUSE])
case("pause-kill-stop", phase(T, "STOP"), KILL, method=[PAUSE])

# The user's own activities.
case("sleep-int", at(T, "activity-started", '"name": "sleep"', delay=0.5), INT, method=[LATENCY, SLEEP])
case("sleep-kill", at(T, "activity-started", '"name": "sleep"', delay=0.5), KILL, method=[LATENCY, SLEEP])
case("sleep-group", at(T, "activity-started", '"name": "sleep"', delay=0.5), INT, group=True, method=[LATENCY, SLEEP])
case("background-int", at(T, "fault-injected", delay=0.5), INT, method=[{**SLEEP, "background": True}, LATENCY])
case("background-deaf-int", at(T, "fault-injected", delay=0.5), INT, method=[{**SLEEP, "background": True}, LATENCY], habits=("deaf", "child", "orphan"))
case("background-twice", at(T, "fault-injected", delay=0.5), (INT, 0.3), INT, method=[{**SLEEP, "background": True}, LATENCY])
case("shell-int", at(T, "activity-started", '"name": "shell"', delay=0.5), INT,
     method=[LATENCY, process("shell", "/bin/sh", ["-c", "sleep 101 & sleep 102"])])
case("orphaned-pipe-int", at(T, "activity-started", '"name": "shell"', delay=0.5), INT,
     method=[LATENCY, process("shell", "/bin/sh", ["-c", "sleep 103 & exit 0"])])
case("step-int", at(T, "activity-started", '"name": "hang"', delay=0.5), INT, steps=[{**process("hang", "sleep", ["104"]), "within": "60s"}])
case("step-kill", at(T, "activity-started", '"name": "hang"', delay=0.5), KILL, steps=[{**process("hang", "sleep", ["105"]), "within": "60s"}])
HTTP = {"type": "action", "name": "http", "provider": {"type": "http", "url": "http://${spare_8080}/hang", "timeout": 90}}
case("http-int", at(T, "activity-started", '"name": "http"', delay=0.5), INT, method=[LATENCY, HTTP])
case("http-step-int", at(T, "activity-started", '"name": "http"', delay=0.5), INT, steps=[{**HTTP, "within": "60s"}])
case("rollback-int", at(T, "activity-started", '"name": "back"', delay=0.3), INT, rollbacks=[process("back", "sleep", ["106"])])
case("rollback-always-int", phase(T, "DEGRADED", 0.3), INT, rollbacks=[process("back", "sleep", ["107"])], runtime={"rollbacks": {"strategy": "always"}})
case("rollback-always-twice", phase(T, "DEGRADED", 0.3), (INT, 0.5), INT, rollbacks=[process("back", "sleep", ["108"])], runtime={"rollbacks": {"strategy": "always"}})

# Services with habits.
case("deaf-int", MOMENTS["degraded"], INT, habits=("deaf", "child", "orphan"))
case("deaf-kill", MOMENTS["degraded"], KILL, habits=("deaf", "child", "orphan"))
case("deaf-redeploy-int", phase(T, "MITIGATING", 0.3), INT, steps=[{**action("r", "mitigation", "restart", service="kv"), "within": "20s"}], habits=("deaf", "child", "orphan"))
case("deaf-redeploy-kill", phase(T, "MITIGATING", 0.3), KILL, steps=[{**action("r", "mitigation", "restart", service="kv"), "within": "20s"}], habits=("deaf", "child", "orphan"))
case("deaf-stop-int", at(T, "fault-prepared", delay=0.5), INT, method=[action("stop kv", "fault", "stop", on="kv#1", grace="30s")], habits=("deaf", "child", "orphan"))
case("escaped-int", MOMENTS["degraded"], INT, habits=("child", "escaped"))
case("escaped-kill", MOMENTS["degraded"], KILL, habits=("child", "escaped"))
case("hydra-int", MOMENTS["degraded"], INT, habits=("hydra",))
case("hydra-kill", MOMENTS["degraded"], KILL, habits=("hydra", "child"))
case("late-int", phase(T, "START", 1.0), INT, habits=("late",))
case("late-kill", phase(T, "START", 1.0), KILL, habits=("late",))
case("stall-longwait-int", at(T, "fault-injected", delay=1.5), INT, timeout="60s", method=[action("stall", "fault", "stall", on="api->kv")])

# ---- Cases that need more than one blow -------------------------------------------------------------------------------------


def special(function):
    CASES[function.__name__.replace("_", "-")] = function
    return function


def ended(run, result, patience=90):
    start = time.time()
    try:
        result["rc"] = run.process.wait(patience)
        result["took"] = round(time.time() - start, 2)
    except subprocess.TimeoutExpired:
        result["took"], result["rc"] = f"more than {patience}", "did not end"
        os.kill(run.process.pid, KILL)
        run.process.wait()
        result["heal"] = run.heal()
    result["case"] = run.name
    return run.finish(result)


@special
def x_heal_alive(work, unique, token):
    write(work / unique, token, control=0)
    run = Run(work, unique, token)
    MOMENTS["baseline"](run)
    first = run.heal()
    listed = run.heal("--list")
    MOMENTS["degraded"](run)
    return ended(run, {"heal": first, "heal-list": listed, "heal-2": run.heal()})


@special
def x_heal_twice(work, unique, token):
    write(work / unique, token, habits=("deaf", "child", "orphan"))
    run = Run(work, unique, token)
    MOMENTS["warmup"](run)
    os.kill(run.process.pid, KILL)
    run.process.wait()
    command = [str(LAUNCHER), "heal"]
    both = [subprocess.Popen(command, env=run.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(2)]
    said = [b.communicate()[0].strip() for b in both]
    return ended(run, {"two-at-once": said, "rcs": [b.returncode for b in both], "heal": run.heal()})


@special
def x_heal_killed(work, unique, token):
    write(work / unique, token, habits=("deaf", "child", "orphan"))
    run = Run(work, unique, token)
    MOMENTS["degraded"](run)
    os.kill(run.process.pid, KILL)
    run.process.wait()
    healer = subprocess.Popen([str(LAUNCHER), "heal"], env=run.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.6)
    healer.kill()
    healer.wait()
    between = len(run.left()["processes"])
    return ended(run, {"before-heal": between, "heal": run.heal()})


@special
def x_folder_gone(work, unique, token):
    write(work / unique, token)
    run = Run(work, unique, token)
    MOMENTS["warmup"](run)
    os.kill(run.process.pid, KILL)
    run.process.wait()
    shutil.rmtree(run.folder / ".blackstart")
    return ended(run, {"heal": run.heal()})


@special
def x_taken_port(work, unique, token):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        write(work / unique, token, services={
            "kv": {**scene.service(token, "kv", ["child", "orphan"]), }, "spare": scene.service(token, "kv", []),
            "api": {"image": "none", "depends_on": ["kv"], "x-blackstart": {
                "process": [sys.executable, "-S", str(scene.HERE / "service.py"), token, "api"], "links": ["kv:8080", "spare:8080"],
                "ready": f"http:{port}/get", "environment": {"PORT": str(port), "KV": "kv:8080"}}}},
            method=[LATENCY])
        experiment = json.loads((work / unique / "experiment.json").read_text())
        experiment["extensions"][0]["workload"]["call"]["to"] = f"api:{port}"
        (work / unique / "experiment.json").write_text(json.dumps(experiment))
        return ended(Run(work, unique, token), {})


@special
def x_dies(work, unique, token):
    write(work / unique, token, habits=("child", "orphan", "dies"))
    return ended(Run(work, unique, token), {})


def journal_at(name, place):
    @special
    def run(work, unique, token):
        write(work / unique, token, control=0)
        return ended(Run(work, unique, token, ["--journal-path", place]), {})
    CASES[name] = CASES.pop("run")


journal_at("x-journal-nowhere", "nowhere/at/all.json")
journal_at("x-journal-proc", "/proc/journal.json")
journal_at("x-journal-folder", ".")


def state_at(name, place):
    @special
    def run(work, unique, token):
        write(work / unique, token, control=0)
        return ended(Run(work, unique, token, environment={"XDG_STATE_HOME": place}), {})
    CASES[name] = CASES.pop("run")


state_at("x-state-proc", "/proc/state")
state_at("x-state-file", "/etc/hostname")


@special
def x_folder_proc(work, unique, token):
    write(work / unique, token, control=0)
    return ended(Run(work, unique, token, command=[str(LAUNCHER), "--change-dir", "/proc", "run", str(work / unique / "experiment.json"), "--journal-path", str(work / unique / "j.json")]), {})


def full(name, which, size):
    """The disk that holds the working folder, or the ledgers, is full half way through."""
    def run(work, unique, token):
        mount = work / unique / "mount"
        mount.mkdir(parents=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(mount)], check=True)
        try:
            if which == "folder":
                write(mount, token, control=0)
                run = Run(work, unique, token, cwd=mount)
            else:
                write(work / unique, token, control=0)
                run = Run(work, unique, token, state=mount)
            MOMENTS["baseline"](run)
            blob = mount / "blob"
            with open(blob, "wb", buffering=0) as out:
                try:
                    while out.write(b"x" * 512):
                        pass
                except OSError:
                    pass
            result = ended(run, {"full": True}, 60)
            blob.unlink()
            result["left-first"] = result["left"]
            result["heal-after"] = run.heal()
            result["ledgers-after"] = [str(p) for p in pathlib.Path(run.environment["XDG_STATE_HOME"]).rglob("*") if p.is_file() and p != blob]
            return result
        finally:
            subprocess.run(["umount", "-l", str(mount)])
    CASES[name] = run


full("x-full-folder", "folder", "4m")
full("x-full-state", "state", "64k")


@special
def x_head(work, unique, token):
    write(work / unique, token, control=0)
    return ended(Run(work, unique, token, command=["bash", "-c", f"set -o pipefail; {LAUNCHER} run experiment.json | head -3; echo rcs ${{PIPESTATUS[@]}}"]), {})


@special
def x_closed(work, unique, token):
    write(work / unique, token, control=0)
    return ended(Run(work, unique, token, command=["bash", "-c", f"exec {LAUNCHER} run experiment.json <&- >&- 2>&-"]), {})


@special
def x_stuck_output(work, unique, token):
    """Nobody reads what it prints, as under `| less`, or after Ctrl-S; then SIGINT."""
    write(work / unique, token, control=0)
    reader, writer = os.pipe()
    fcntl.fcntl(writer, 1031, 4096)  # F_SETPIPE_SZ: full after some lines
    run = Run(work, unique, token, command=["sleep", "0"])
    folder = work / unique
    run.process.wait()
    run.watch.over = True
    run.process = subprocess.Popen([str(LAUNCHER), "run", "experiment.json"], cwd=folder, env=run.environment, stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=listening)
    os.close(writer)
    run.watch = judge.Watch(run.process.pid)
    at(T, "fault-injected", delay=3)(run)
    result = {"at": where(events(folder)[0])}
    os.kill(run.process.pid, INT)
    result = ended(run, result, 12)
    os.close(reader)
    return result


@special
def x_two_at_once(work, unique, token):
    write(work / unique, token, control=0)
    first = Run(work, unique, token)
    second = subprocess.run([str(LAUNCHER), "run", "experiment.json", "--journal-path", "second.json"], cwd=work / unique, env=first.environment, capture_output=True, text=True)
    return ended(first, {"second": [second.returncode, [l for l in second.stdout.split("\n") if l.startswith(("HELD", "DEV", "INC"))]]})


@special
def x_tmux(work, unique, token):
    write(work / unique, token, control=0, method=[LATENCY, SLEEP])
    run = Run(work, unique, token, command=["sleep", "0"])
    run.process.wait()
    server = "left" + token[-5:]
    state = f"XDG_STATE_HOME={work / 'state'}"
    subprocess.run(["tmux", "-L", server, "new-session", "-d", "-x", "150", "-y", "50", f"cd {work / unique}; env {state} {LAUNCHER} run experiment.json; echo rc $? >> rc.txt; date +%s.%N >> rc.txt; sleep 5"], check=True)
    class Shell:
        poll = staticmethod(lambda: None)
    run.process = Shell
    at(T, "activity-started", '"name": "sleep"', delay=0.5)(run)
    struck = time.time()
    subprocess.run(["tmux", "-L", server, "send-keys", "C-c"])
    end = time.time() + 20
    while time.time() < end and not (work / unique / "rc.txt").exists():
        time.sleep(0.05)
    time.sleep(0.2)
    text = subprocess.run(["tmux", "-L", server, "capture-pane", "-p"], capture_output=True, text=True).stdout
    subprocess.run(["tmux", "-L", server, "kill-server"])
    rc = (work / unique / "rc.txt").read_text().split("\n")
    run.console.write_text(text)
    result = {"case": unique, "rc": rc[0], "took": round(float(rc[1]) - struck, 2)}
    return run.finish(result)


PLAIN = dict(extension=False, hypothesis=False)


@special
def x_plain_sleep_kill(work, unique, token):
    write(work / unique, token, method=[process("sleep", sys.executable, ["-c", "import time; time.sleep(60)", token])], **PLAIN)
    return strike(Run(work, unique, token), at(None, "activity-started", delay=0.5), [(KILL, 0)])


@special
def x_plain_sleep_int(work, unique, token):
    write(work / unique, token, method=[process("sleep", sys.executable, ["-c", "import time; time.sleep(60)", token])], **PLAIN)
    return strike(Run(work, unique, token), at(None, "activity-started", delay=0.5), [(INT, 0)])


@special
def x_suspended_int(work, unique, token):
    """Ctrl-Z, then Ctrl-C, then fg."""
    write(work / unique, token)
    return strike(Run(work, unique, token), MOMENTS["degraded"], [(signal.SIGSTOP, 1.5), (INT, 0.5), (signal.SIGCONT, 0)])


case("x-ended-kill", at("RUN", "run-ended"), KILL, control=0)
case("x-ended-int", at("RUN", "run-ended"), INT, control=0)
case("x-stop-int", at(T, "phase-entered", '"STOP"'), INT, control=0)


# ---- The real topology: five JVMs, whose libraries unpack files into /tmp --------------------------------------------------------
def auction(name, moment, *signals, fault=None):
    def run(work, unique, token):
        folder = work / unique
        folder.mkdir(parents=True)
        experiment = json.loads((LAUNCHER.parent / "experiments" / "kv-brownout.json").read_text())
        extension = experiment["extensions"][0]
        for at_key, where in (("topology", extension), ("playbook", extension), ("slo", extension["alert"])):
            where[at_key] = str(LAUNCHER.parent / "experiments" / where[at_key])
        extension["control"]["runs"] = 0
        if fault:
            experiment["method"] = [fault]
        (folder / "experiment.json").write_text(json.dumps(experiment))
        before = set(judge.tree("/tmp", skip=(str(LAUNCHER.parent), str(work))))
        result = strike(Run(work, unique, token), moment, [(s, 0) for s in signals])
        result["files"] = sorted(set(judge.tree("/tmp", skip=(str(LAUNCHER.parent), str(work)))) - before)
        return result
    CASES[name] = run


PAUSE_A = action("pause", "fault", "pause", on="kv-a#1")
for i, s in enumerate((0.2, 0.5, 0.9, 1.4)):
    auction(f"auction-starting-kill-{i}", phase(T, "START", s), KILL)
auction("auction-warmup-kill", phase(T, "WARM_UP", 0.3), KILL)
auction("auction-injected-int", at(T, "fault-injected", delay=0.3), INT)
auction("auction-pause-kill", at(T, "fault-injected", delay=0.1), KILL, fault=PAUSE_A)
auction("auction-pause-int", at(T, "fault-injected", delay=0.1), INT, fault=PAUSE_A)
auction("auction-crash-int", at(T, "fault-injected", delay=0.1), INT, fault=action("crash", "fault", "crash", on="kv-a#1"))

# The moment between a process's start and its line in the ledger.
def intended(delay):
    def wait(run):
        runs = pathlib.Path(run.environment["XDG_STATE_HOME"]) / "blackstart" / "runs"
        end = time.time() + 20
        while time.time() < end:
            for file in (f for i in run.ids() for f in runs.glob(i + "/ledger.jsonl")):
                if "process-intended" in file.read_text():
                    time.sleep(delay)
                    return True
        return False
    return wait


for i in range(14):
    case(f"fork-kill-{i:02}", intended(0.002 * i), KILL)


@special
def x_ledger_full(work, unique, token):
    """The disk that holds the ledgers fills up after the topology has started, with the last block of the ledger full as well."""
    mount = work / unique / "mount"
    mount.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(mount)], check=True)
    try:
        # The run folder's path stands in the ledger's first line: its length places the end of the ledger in its block.
        deep = (work / unique).joinpath(*(letter * 200 for letter in "defghijklmnopq"))
        write(deep, token, control=0, method=[PAUSE])
        run = Run(work, unique, token, cwd=deep, state=mount)
        MOMENTS["baseline"](run)
        ledger = next(mount.rglob("ledger.jsonl"))
        result = {"ledger-size": ledger.stat().st_size}
        with open(mount / "blob", "wb", buffering=0) as out:
            try:
                while out.write(b"x" * 512):
                    pass
            except OSError:
                pass
        return ended(run, result, 60)
    finally:
        subprocess.run(["umount", "-l", str(mount)])
