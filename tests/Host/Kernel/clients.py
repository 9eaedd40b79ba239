"""What a kernel does under clients that are Jupyter's own; prints one JSON object. Called by JupyterClients.cs:

    python3 clients.py KERNEL

Needs Debian's packages jupyter-client and python3-nbclient, or jupyter_client and nbclient from PyPI.
"""
import json
import os
import subprocess
import sys
import threading
import time

import nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError

kernel = sys.argv[1]
TIMEOUT = 60
results = {}


def start(**options):
    manager = KernelManager(kernel_name=kernel)
    manager.start_kernel(**options)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=TIMEOUT)
    return manager, client


def reply_to(client, message):
    while True:
        reply = client.get_shell_msg(timeout=TIMEOUT)
        if reply["parent_header"].get("msg_id") == message:
            return reply["content"]


def heard(client, message):
    """Everything about a request until the kernel is idle again: type, content, seconds since the first."""
    found, begin = [], None
    while True:
        one = client.get_iopub_msg(timeout=TIMEOUT)
        if one["parent_header"].get("msg_id") != message:
            continue
        begin = begin or time.time()
        if one["msg_type"] == "status":
            if one["content"]["execution_state"] == "idle":
                return found
        else:
            found.append({"type": one["msg_type"], "content": one["content"], "seconds": time.time() - begin})


def run(client, code, **options):
    message = client.execute(code, **options)
    return {"outputs": heard(client, message), "reply": reply_to(client, message)}


def interrupted(manager, client, code):
    message = client.execute(code)
    while client.get_iopub_msg(timeout=TIMEOUT)["msg_type"] != "stream":
        pass
    begin = time.time()
    manager.interrupt_kernel()
    return {"outputs": heard(client, message), "reply": reply_to(client, message), "seconds": time.time() - begin}


begin = time.time()
manager, client = start()
results["first"] = run(client, "1 + 1")
results["seconds to the first result"] = time.time() - begin
stat = open(f"/proc/{manager.provisioner.pid}/stat").read().rsplit(")", 1)[1].split() if os.path.exists("/proc") else [0] * 14
results["processor seconds to the first result"] = (int(stat[11]) + int(stat[12])) / 100

# Outputs, in their order, in every cell and not only in the first.
results["streams"] = run(client, 'for (var i = 0; i < 3; i++) { Console.WriteLine(i); Console.Error.WriteLine(-i); await Task.Delay(150); }')
results["progress"] = run(client, 'Console.Write("\\r10 %"); Console.Write("\\r100 %\\n");')
results["update"] = run(client, 'var bar = display("0 %"); bar.Update("100 %"); "end"')
results["error"] = run(client, 'var kept = 3;\n\nthrow new InvalidOperationException("no");')
results["does not compile"] = run(client, "var x = 1;\nvar y = unknown;")
results["kept"] = run(client, "kept")

# Stopping a cell.
results["interrupt"] = interrupted(manager, client, 'Console.Write("begun"); while (true) kept++;')
results["after"] = run(client, "kept > 3")

# Questions.
message = client.execute('Console.Write("name? ");\nConsole.WriteLine("hello " + Console.ReadLine());', allow_stdin=True)
question = client.get_stdin_msg(timeout=TIMEOUT)
client.input("Ada")
results["input"] = {"question": question["msg_type"], "outputs": heard(client, message), "reply": reply_to(client, message)}
results["no input"] = run(client, "Console.ReadLine()", allow_stdin=False)

# Several cells at once.
queued = [client.execute(code) for code in ["var a = 1;", 'throw new Exception("stop");', "a = 2;", "a = 3;"]]
results["queued"] = [reply_to(client, message)["status"] for message in queued]
results["queue after"] = run(client, "a")
queued = [client.execute(code, stop_on_error=False) for code in ['throw new Exception("go on");', "a = 4;"]]
results["queued, going on"] = [reply_to(client, message)["status"] for message in queued]

# What is counted, remembered and answered.
counted = run(client, "1")["reply"]["execution_count"]
results["counts"] = [run(client, "2", silent=True)["reply"]["execution_count"] - counted,
                     run(client, "3", store_history=False)["reply"]["execution_count"] - counted,
                     run(client, "")["reply"]["execution_count"] - counted,
                     run(client, "4")["reply"]["execution_count"] - counted]
results["silent"] = run(client, 'Console.Write("unheard");', silent=True)
results["expressions"] = run(client, "var b = 20;", user_expressions={"sum": "b + 1", "bad": "nothing"})["reply"]["user_expressions"]
results["history"] = reply_to(client, client.history(hist_access_type="tail", n=2))["history"]
results["info"] = reply_to(client, client.kernel_info())
results["comms"] = reply_to(client, client.comm_info())

# What the compiler knows.
# The kernel runs in a folder of its own; the notebooks' lines mean the same there.
run(client, '#r "../artifacts/notebook/EarlyExit.Lib.dll"\nusing EarlyExit.Workbook;')
complete = lambda code: reply_to(client, client.complete(code, len(code)))
inspect = lambda code, place: reply_to(client, client.inspect(code, place))
results["complete"] = {"member": complete("Console.Wri"), "library": complete("var s = Session.Pi"), "own": complete("ke"), "emoji": complete('"\U0001F600".Len')}
results["inspect"] = {"library": inspect("Session.Pick(1, 2, 3)", 10), "nothing": inspect("   ", 1)}
results["is complete"] = [reply_to(client, client.is_complete(code)) for code in ["1 + 1", "if (true) {", "void F("]]

# A second client hears everything and gets its own answers only.
second = manager.client()
second.start_channels()
second.wait_for_ready(timeout=TIMEOUT)
message = client.execute('Console.Write("to all");')
results["second client"] = {"outputs": heard(second, message), "own": reply_to(second, second.execute("1"))["status"]}
reply_to(client, message)

# Messages that nobody with the key wrote: no answer, and the kernel goes on.
forger = manager.client()
forger.session.key = b"not the key"
forger.start_channels()
forger.execute('System.IO.File.WriteAllText("forged", "");')
time.sleep(0.5)
forger.stop_channels()
results["after a forger"] = run(client, 'System.IO.File.Exists("forged")')

# A new start.
manager.restart_kernel(now=False)
client.wait_for_ready(timeout=TIMEOUT)
results["restarted"] = run(client, "kept")["reply"]["status"]
second.stop_channels()
client.stop_channels()
process = manager.provisioner.process
manager.shutdown_kernel()
results["exit code"] = process.poll()

# A kernel whose starter has gone goes as well.
orphan = subprocess.Popen([sys.executable, "-c", f"""
import os
from jupyter_client.manager import KernelManager
manager = KernelManager(kernel_name={kernel!r})
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout={TIMEOUT})
client.execute_interactive("new System.Threading.Thread(() => System.Threading.Thread.Sleep(-1)).Start();", timeout={TIMEOUT})
print(manager.provisioner.pid, flush=True)
os._exit(0)
"""], stdout=subprocess.PIPE, text=True)
pid = int(orphan.stdout.readline())
orphan.wait()
for _ in range(200):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        break
    time.sleep(0.1)
else:
    os.kill(pid, 9)
    pid = None
results["orphan ended"] = pid is not None

# A cell that hangs is no cell that passed.
hung = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("while (true) { }")])
try:
    NotebookClient(hung, timeout=2, kernel_name=kernel).execute()
    results["hung"] = "passed"
except CellTimeoutError:
    results["hung"] = "timeout"
print(json.dumps(results), flush=True)
