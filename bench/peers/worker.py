"""The peers of ./workbook bench, in one process: a JSON line in, a JSON line out. A task is MODULE.FUNCTION of this folder; the
function sets up and returns what is to be timed, which returns a list of numbers. Times are taken here."""
import gc
import importlib
import json
import sys
import time
import traceback


def status(key):
    with open("/proc/self/status") as file:
        return next(1024 * int(line.split()[1]) for line in file if line.startswith(key))


def peak(run):
    gc.collect()
    before = status("VmRSS:")
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    run()
    return status("VmHWM:") - before


def answer(request, tasks):
    if "task" in request:
        module, function = request["task"].split(".")
        run = getattr(importlib.import_module(module), function)(request["folder"], **request["with"])
        tasks.append(run)
        return {"id": len(tasks) - 1, "value": run()}
    if "time" in request:
        run, times = tasks[request["time"]], range(request["times"])
        start = time.perf_counter()
        for _ in times:
            run()
        return {"seconds": (time.perf_counter() - start) / len(times)}
    if "peak" in request:
        return {"bytes": peak(tasks[request["peak"]])}
    tasks[request["forget"]] = None
    gc.collect()
    return {}


def main():
    import numpy
    import scipy
    import sklearn
    import torch
    torch.set_num_threads(int(sys.argv[1]))
    out, sys.stdout = sys.stdout, sys.stderr
    names = ", ".join(f"{module.__name__} {module.__version__}" for module in (torch, numpy, scipy, sklearn))
    print(json.dumps({"versions": f"Python {sys.version.split()[0]}, {names}"}), file=out, flush=True)
    tasks = []
    for line in sys.stdin:
        try:
            said = answer(json.loads(line), tasks)
        except Exception as problem:
            traceback.print_exc()
            said = {"error": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(said), file=out, flush=True)


main()
