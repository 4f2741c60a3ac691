"""Writes the small experiment that drive.py interrupts: three Python servers, a link, an alert, a playbook, a control arm."""
import json, os, pathlib, sys

HERE = pathlib.Path(__file__).resolve().parent
SLI = {"type": "python", "module": "blackstart.sli"}


def probe(name, func, low, high, window="500ms", **more):
    return {"type": "probe", "name": name, "tolerance": {"type": "range", "range": [low, high]},
            "provider": {**SLI, "func": func, "arguments": {"window": window, **more}}}


def action(name, module, func, **arguments):
    return {"type": "action", "name": name,
            "provider": {"type": "python", "module": "blackstart." + module, "func": func, "arguments": arguments}}


def process(name, path, arguments, **more):
    return {"type": "action", "name": name, "provider": {"type": "process", "path": path, "arguments": arguments, **more}}


LATENCY = action("slow kv down", "fault", "latency", on="api->kv", latency="1s")
REDEPLOY = {**action("use the spare", "mitigation", "redeploy", service="api", environment={"KV": "spare:8080"}), "within": "6s"}


def service(token, role, habits, links=(), port="{port:8080}", ready=True):
    overlay = {"process": [sys.executable, "-S", str(HERE / "service.py"), token, role, *habits], "environment": {"PORT": port}}
    if ready:
        overlay["ready"] = "http:8080/get"
    if links:
        overlay["links"] = list(links)
        overlay["environment"]["KV"] = "kv:8080"
    return {"image": "none", "x-blackstart": overlay}


def write(folder, token, method=(LATENCY,), steps=(REDEPLOY,), rollbacks=(), habits=("child", "orphan"), control=1,
          services=None, extension=True, timeout="500ms", runtime=None, hypothesis=True, verification=None, port="{port:8080}"):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    topology = {"name": "small", "services": services or {
        "kv": service(token, "kv", habits, port=port), "spare": service(token, "kv", []),
        "api": {**service(token, "api", ["child"], links=["kv:8080", "spare:8080"]), "depends_on": ["kv", "spare"]}}}
    (folder / "topology.yaml").write_text(json.dumps(topology, indent=1))
    (folder / "playbook.yaml").write_text(json.dumps({"alert": "burns", "severity": "high", "overview": "Use the spare.",
        "verification": verification or [{"type": "probe", "name": "the spare serves", "tolerance": True,
                          "provider": {"type": "python", "module": "blackstart.topology", "func": "answers",
                                       "arguments": {"of": "spare", "within": "500ms"}}}],
        "steps": list(steps), "escalation": "Page somebody."}, indent=1))
    (folder / "slo.yaml").write_text(SLO)
    experiment = {"title": "Leftovers " + token, "description": "-", "method": list(method), "rollbacks": list(rollbacks)}
    if hypothesis:
        experiment["steady-state-hypothesis"] = {"title": "full", "probes": [probe("full answers", "full_ratio", 0.9, 1)]}
    if runtime:
        experiment["runtime"] = runtime
    if extension:
        experiment["extensions"] = [{
            "name": "blackstart", "topology": "topology.yaml", "seed": 7,
            "workload": {"rate": 50, "timeout": timeout, "call": {"to": "api:8080", "method": "GET", "path": "/work"},
                         "degraded-when": {"type": "jsonpath", "path": "$.degraded", "expect": [True]}},
            "degradation": {"title": "answers", "probes": [probe("no failure", "success_ratio", 0.9, 1)]},
            "alert": {"slo": "slo.yaml", "within": "4s", "time-scale": 1200},
            "playbook": "playbook.yaml", "recovery": {"within": "4s", "hold": "1s"}, "control": {"runs": control}}]
    (folder / "experiment.json").write_text(json.dumps(experiment, indent=1))
    return folder / "experiment.json"


SLO = """apiVersion: openslo/v1
kind: SLO
metadata: {name: full}
spec:
  service: api
  indicator:
    metadata: {name: full-answers}
    spec:
      ratioMetric:
        counter: true
        good: {metricSource: {type: blackstart, spec: {count: full}}}
        total: {metricSource: {type: blackstart, spec: {count: all}}}
  timeWindow: [{duration: 4w, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{displayName: full, target: 0.95}]
  alertPolicies:
    - kind: AlertPolicy
      metadata: {name: burns}
      spec:
        conditions:
          - kind: AlertCondition
            metadata: {name: burns-fast, annotations: {blackstart.dev/short-window: 5m}}
            spec:
              severity: page
              condition: {kind: burnrate, op: gte, threshold: 4, lookbackWindow: 1h, alertAfter: 0m}
        notificationTargets: [{targetRef: on-call}]
"""

if __name__ == "__main__":
    print(write(sys.argv[1], sys.argv[2]))
