"""A small HTTP server with unpleasant habits, for leftovers/drive.py. Standard library only.

    service.py TOKEN kv|api [habit ...]

habits: child       a child in the session, as servers have
        orphan      forks twice, clears its environment, stays in the session
        escaped     forks twice, clears its environment and opens a session of its own, with a listening port
        deaf        ignores SIGTERM (its children do too)
        hydra       two processes that start each other again, deaf, in the session
        dies        exits with status 7 instead of serving
        late        becomes ready only after 20 s
"""
import http.server, json, os, signal, socket, subprocess, sys, threading, time, urllib.request

TOKEN, ROLE, HABITS = sys.argv[1], sys.argv[2], sys.argv[3:]
PORT = int(os.environ.get("PORT", "0"))
SLEEPER = "import time\ntime.sleep(300)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
LISTENER = "import socket, time\ns = socket.create_server(('127.0.0.1', 0))\ntime.sleep(300)"
HYDRA = DEAF + """
import os, subprocess, sys, time
me, end = sys.argv[2], float(sys.argv[3])
other = int(sys.argv[4]) if len(sys.argv) > 4 else 0
while time.time() < end:
    if not os.path.exists(f'/proc/{other}') or open(f'/proc/{other}/stat').read().rsplit(')')[-1].split()[0] == 'Z':
        child = subprocess.Popen([sys.executable, '-S', '-c', open('/proc/self/cmdline').read().split('\\0')[3], me, me, str(end), str(os.getpid())])
        other = child.pid
    time.sleep(0.005)
"""


def spawn(code, *more, cleared=False, own_session=False, orphan=False):
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0) if orphan else None
        return
    if own_session:
        os.setsid()
    if orphan and os.fork():
        os._exit(0)
    null = os.open("/dev/null", os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    os.execve(sys.executable, [sys.executable, "-S", "-c", code, TOKEN, *more], {} if cleared else dict(os.environ))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = {"role": ROLE, "degraded": False}
        if self.path.startswith("/hang"):
            time.sleep(100)
        if ROLE == "api" and self.path.startswith("/work"):
            try:
                urllib.request.urlopen("http://" + os.environ["KV"] + "/get", timeout=0.15).read()
            except OSError:
                body["degraded"] = True
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        pass


deaf = "deaf" in HABITS
if deaf:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if "child" in HABITS:
    spawn((DEAF if deaf else "") + SLEEPER)
if "orphan" in HABITS:
    spawn((DEAF if deaf else "") + SLEEPER, cleared=True, orphan=True)
if "escaped" in HABITS:
    spawn((DEAF if deaf else "") + LISTENER, cleared=True, orphan=True, own_session=True)
if "hydra" in HABITS:
    spawn(HYDRA, TOKEN, str(time.time() + 45), orphan=True, cleared="child" not in HABITS)
if "dies" in HABITS:
    print("cannot open the index: no such file", flush=True)
    sys.exit(7)
if "late" in HABITS:
    time.sleep(20)
Server(("127.0.0.1", PORT), Handler).serve_forever()
