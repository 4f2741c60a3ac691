"""Says what a command left behind on this machine: processes, listening sockets, files. No product code; /proc only.

A process is counted as left when it lives and (a) its command line bears the token, (b) its environment bears one of the
given BLACKSTART_RUN ids, or (c) it was seen as a descendant of the watched process while that lived.
"""
import os, pathlib, threading, time


def stat(pid):
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text[text.rindex(")") + 2:].split()
    return {"state": fields[0], "ppid": int(fields[1]), "pgrp": int(fields[2]), "session": int(fields[3]), "start": int(fields[19])}


def raw(pid, name):
    try:
        return pathlib.Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def pids():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def listening():
    """Inode -> port of everything that listens on TCP."""
    found = {}
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in open(table).readlines()[1:]:
            f = line.split()
            if f[3] == "0A":
                found[f[9]] = int(f[1].rsplit(":", 1)[1], 16)
    return found


def ports_of(pid, sockets):
    ports = set()
    try:
        for fd in os.listdir(f"/proc/{pid}/fd"):
            target = os.readlink(f"/proc/{pid}/fd/{fd}")
            if target.startswith("socket:["):
                port = sockets.get(target[8:-1])
                if port:
                    ports.add(port)
    except OSError:
        pass
    return ports


def tree(root, skip=()):
    found = {}
    for folder, folders, files in os.walk(root, onerror=lambda e: None):
        folders[:] = [f for f in folders if os.path.join(folder, f) not in skip]
        for name in files + folders:
            path = os.path.join(folder, name)
            try:
                found[path] = os.lstat(path).st_mtime_ns
            except OSError:
                pass
    return found


class Watch(threading.Thread):
    """Remembers everything that descends from a process, and the ports that it ever listened on."""

    def __init__(self, root):
        super().__init__(daemon=True)
        self.root, self.seen, self.ports, self.over = root, {}, set(), False
        self.start()

    def run(self):
        while not self.over:
            table = {pid: stat(pid) for pid in pids()}
            mine = {self.root}
            grown = True
            while grown:
                more = {p for p, s in table.items() if s and s["ppid"] in mine} - mine
                mine |= more
                grown = bool(more)
            sockets = listening()
            for pid in mine:
                if table.get(pid):
                    self.seen[(pid, table[pid]["start"])] = raw(pid, "cmdline")[:120].replace(b"\0", b" ").decode(errors="replace")
                    self.ports |= ports_of(pid, sockets)
            time.sleep(0.03)


def left(token, runs, watch, ignore=()):
    processes = []
    marks = [("BLACKSTART_RUN=" + run).encode() for run in runs]
    for pid in pids():
        s = stat(pid)
        if not s or s["state"] in "ZX" or pid in ignore or pid == os.getpid():
            continue
        command = raw(pid, "cmdline")
        why = []
        if token.encode() in command.split(b"\0"):
            why.append("token")
        if any(mark in raw(pid, "environ").split(b"\0") for mark in marks):
            why.append("marker")
        if watch and (pid, s["start"]) in watch.seen:
            why.append("descendant")
        if why:
            processes.append({"pid": pid, "state": s["state"], "session": s["session"], "why": why,
                              "ports": sorted(ports_of(pid, listening())),
                              "cmd": command[:160].replace(b"\0", b" ").replace(b"\n", b";").decode(errors="replace")})
    still = sorted((watch.ports if watch else set()) & set(listening().values()))
    return {"processes": processes, "ports": still}
