"""Measures a command with everything it starts: CPU seconds, memory of each process, time to its first output."""
import ctypes
import os
import resource
import signal
import subprocess
import threading
import time

PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # orphans come to us, so that their CPU time is counted


def children(parent):
    """Every process below `parent`, and itself."""
    table = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    fields = file.read().rsplit(")", 1)[1].split()
                table.setdefault(int(fields[1]), []).append(int(name))
            except OSError:
                pass
    found, waiting = [], [parent]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += table.get(one, [])
    return found


def memory(process):
    """(name, resident kB of its own, resident kB of shared memory) or None."""
    try:
        with open(f"/proc/{process}/status") as file:
            lines = dict(line.split(":", 1) for line in file if ":" in line)
        own = int(lines["RssAnon"].split()[0]) + int(lines["RssFile"].split()[0])
        return lines["Name"].strip(), own, int(lines["RssShmem"].split()[0])
    except (OSError, KeyError, ValueError):
        return None


class Measured:
    """What a run took: `cpu` and `wall` seconds, `first`, `peak` = {program: (own MB, shared MB, most at once)}."""

    def __init__(self, line, first_bytes=None, stdout=None, limit=900, folder=None):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.monotonic()
        self.first, self.peak = None, {}
        output = subprocess.PIPE if first_bytes else (stdout or subprocess.DEVNULL)
        with open(os.devnull) as nothing:
            process = subprocess.Popen(line, stdin=nothing, stdout=output, stderr=subprocess.PIPE, cwd=folder)
        said = []
        listener = threading.Thread(target=lambda: said.append(process.stderr.read()))
        listener.start()
        ended = threading.Event()
        watcher = threading.Thread(target=self.watch, args=(process.pid, ended))
        watcher.start()
        if first_bytes:
            seen = 0
            while seen < first_bytes:
                data = process.stdout.read1(1 << 20)
                if not data:
                    break
                seen += len(data)
            self.first = time.monotonic() - started if seen >= first_bytes else None
            while process.stdout.read1(1 << 20):
                pass
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        ended.set()
        watcher.join()
        listener.join()
        self.reap()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.wall = time.monotonic() - started
        self.cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        self.status = process.returncode
        self.errors = said[0].decode(errors="replace") if said else ""

    @staticmethod
    def reap():
        """Waits a moment for orphans that came to us."""
        end = time.monotonic() + 3
        while time.monotonic() < end:
            try:
                if os.waitpid(-1, os.WNOHANG)[0] == 0:
                    time.sleep(0.02)
            except ChildProcessError:
                return

    def watch(self, parent, ended):
        while not ended.wait(0.05):
            counts = {}
            for process in children(parent):
                facts = memory(process)
                if facts and "qos" not in facts[0]:  # a child that is not the program it will be yet
                    name, own, shared = facts
                    counts[name] = counts.get(name, 0) + 1
                    old = self.peak.get(name, (0, 0, 0))
                    self.peak[name] = (max(old[0], own / 1024), max(old[1], shared / 1024), max(old[2], counts[name]))


def machine():
    """One line about the machine."""
    model = "unknown processor"
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return f"{os.cpu_count()} x {model}, load {os.getloadavg()[0]:.1f}"
