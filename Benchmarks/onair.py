#!/usr/bin/python3
"""The channel on air for some minutes with a sound card, a UDP stream and HLS: late and lost frames, memory, CPU.

onair.py [--minutes N] [--programs DIR] [--work DIR] [--ppm N] [--xruns SECONDS] [--json FILE]

The sound card is the test PCM of Tests/Fixtures/alsa-paced: its own clock, --ppm off, with seeded under-runs. A late
frame is excused only when /proc/stat shows at least as much steal in the 200 ms before it as it was late; each is
listed. Exit 1 when a frame was lost, late without excuse, or memory grew.
"""
import argparse
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import deque

import cuts
from measure import children, machine, memory

TICK = os.sysconf("SC_CLK_TCK")


def steal():
    """Seconds the hypervisor has taken from us so far, on the worst processor, and in all."""
    worst, total = 0.0, 0.0
    with open("/proc/stat") as file:
        for line in file:
            if line.startswith("cpu"):
                fields = line.split()
                value = int(fields[8]) / TICK
                if fields[0] == "cpu":
                    total = value
                else:
                    worst = max(worst, value)
    return worst, total


def metrics(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=2) as answer:
        text = answer.read().decode()
    found = {}
    for line in text.splitlines():
        match = re.match(r"(\w+)(\{[^}]*\})? ([-+.\deInfNa]+)$", line)
        if match:
            found[match.group(1) + (match.group(2) or "")] = float(match.group(3))
    return found


def total(sample, name):
    return sum(value for key, value in sample.items() if key.split("{")[0] == name)


def sound_card(work, ppm, xruns):
    fixture = os.path.join(cuts.ROOT, "Tests", "Fixtures", "alsa-paced")
    out = os.path.join(work, "paced")
    subprocess.run(["make", "-s", "-C", fixture, f"OUT={out}"], check=True)
    path = os.path.join(out, "asound.conf")
    faults = f"xrun_seed 7  xrun_every_ms {xruns * 1000}" if xruns else ""
    with open(path, "w") as file:
        file.write(f"""pcm_type.qalqanpaced {{ lib "{out}/libasound_module_pcm_qalqanpaced.so" }}
pcm.paced {{ type qalqanpaced  ppm {ppm}  {faults} events "{out}/events" }}
""")
    return path


def channel(work, media, port, seconds):
    """A channel that repeats the mixed cut list, with three outputs."""
    folder, listed = cuts.cut_list("mixed", 25, media, work)
    home = os.path.join(work, "onair")
    os.makedirs(os.path.join(home, "playlists"), exist_ok=True)
    with open(os.path.join(folder, "cuts.yaml")) as file:
        text = file.read()
    cycle = f"{(listed['frames'] + 24) // 25 * 25}f"
    text = text.replace("events:\n", f"timeZone: UTC\nrepeat: \"{cycle}\"\nevents:\n", 1)
    with open(os.path.join(home, "playlists", "cuts.yaml"), "w") as file:
        file.write(text)
    path = os.path.join(home, "channel.yaml")
    with open(path, "w") as file:
        file.write(f"""channel: {{ id: onair, name: {{ en: On air }}, region: KZ, languages: [en], timeZone: UTC }}
format: {{ raster: 1920x1080, rate: 25, scan: progressive, colour: bt709, audio: {{ rate: 48000, channels: 2 }} }}
media: {{ folders: [{media}] }}
trust: {{ desks: [{{ name: bench, country: KZ, key: {work}/bench.pub }}], policy: {{ default: {{ approvals: 1 }} }} }}
playlists: {{ folder: playlists }}
outputs:
  - {{ kind: audio, device: paced }}
  - {{ kind: stream, url: "udp://127.0.0.1:{port + 1}" }}
  - {{ kind: hls, folder: hls, width: 640, height: 360 }}
ports: {{ status: "127.0.0.1:{port}" }}
data: data
""")
    return path


class Watch:
    """Samples metrics, steal and memory while the channel runs."""

    def __init__(self, launcher, port):
        self.launcher, self.port = launcher, port
        self.stolen, self.late, self.memory = deque(maxlen=200), [], {}
        self.started, self.output_lost = time.monotonic(), []
        self.first = self.last = None
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.sample_steal)
        self.thread.start()

    def sample_steal(self):
        while not self.over.wait(0.02):
            self.stolen.append((time.monotonic(), steal()[0]))

    def stolen_since(self, moment):
        values = [value for at, value in self.stolen if at >= moment]
        return values[-1] - values[0] if len(values) > 1 else 0.0

    def step(self, before):
        now = time.monotonic()
        try:
            sample = metrics(self.port)
        except OSError:
            return before
        self.first, self.last = self.first or sample, sample
        for key, value in sample.items():
            count = value - (before[1].get(key, 0) if before else 0)
            if key.startswith("qalqan_output_lost_frames_total") and count > 0:
                self.output_lost.append((now - self.started, int(count), key.split("{")[1].rstrip("}")))
        if before:
            at, old = before
            count = total(sample, "qalqan_air_late_frames_total") - total(old, "qalqan_air_late_frames_total")
            if count > 0:
                name = "qalqan_air_lateness_seconds_sum"
                lateness = total(sample, name) - total(old, name)
                self.late.append((now, int(count), lateness, self.stolen_since(at - 0.2)))
        return now, sample

    def weigh(self, minute):
        for process in children(self.launcher):
            facts = memory(process)
            if facts:
                name, own, shared = facts
                rows = self.memory.setdefault(name, {})
                old = rows.get(minute, (0, 0))
                rows[minute] = (max(old[0], own / 1024), max(old[1], shared / 1024))


def cpu_seconds(launcher):
    total = 0
    for process in children(launcher):
        try:
            with open(f"/proc/{process}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            total += sum(int(fields[k]) for k in (11, 12, 13, 14))
        except OSError:
            pass
    return total / TICK


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--programs", default=os.path.join(cuts.ROOT, ".build", "release"))
    parser.add_argument("--work", default=os.path.join(cuts.ROOT, ".build", "bench"))
    parser.add_argument("--ppm", type=int, default=100)
    parser.add_argument("--xruns", type=int, default=60, help="seconds between seeded under-runs; 0 = none")
    parser.add_argument("--port", type=int, default=18480)
    parser.add_argument("--json")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    media, qalqan = cuts.prepare(options.work, os.path.abspath(options.programs), "full")
    card = sound_card(options.work, options.ppm, options.xruns)
    config = channel(options.work, media, options.port, options.minutes * 60)
    print(f"# {machine()}; {options.minutes:g} min of 1080p25, card {options.ppm:+d} ppm")
    with open(os.path.join(options.work, "onair.log"), "w") as log:
        launcher = subprocess.Popen([qalqan, "run", "--config", config], stdout=log, stderr=log,
                                    env=dict(os.environ, ALSA_CONFIG_PATH=card))
    watch, before, started = Watch(launcher.pid, options.port), None, time.monotonic()
    stolen = steal()[1]
    settled = None
    try:
        while time.monotonic() - started < options.minutes * 60 + 10 and launcher.poll() is None:
            before = watch.step(before)
            elapsed = time.monotonic() - started
            if settled is None and elapsed > 10:
                settled, cpu = dict(watch.last or {}), cpu_seconds(launcher.pid)
                watch.late.clear()
            if int(elapsed * 5) % 25 == 0:
                watch.weigh(int(elapsed // 60))
            time.sleep(0.2)
        cpu = cpu_seconds(launcher.pid) - cpu if settled is not None else 0
    finally:
        watch.over.set()
        launcher.send_signal(signal.SIGTERM)
        try:
            launcher.wait(20)
        except subprocess.TimeoutExpired:
            launcher.kill()
    return report(watch, settled or {}, steal()[1] - stolen, cpu, options)


def report(watch, settled, stolen, cpu, options):
    last = watch.last or {}

    def gained(name):
        return total(last, name) - total(settled, name)

    frames, lost, late = (gained(f"qalqan_air_{n}_total") for n in ("frames", "lost_frames", "late_frames"))
    excused = sum(count for _, count, lateness, took in watch.late if took >= lateness)
    print(f"frames {frames:.0f}, late {late:.0f} (excused by steal {excused}), lost {lost:.0f}, "
          f"fallen {gained('qalqan_air_fallen_frames_total'):.0f}")
    for _, count, lateness, took in watch.late:
        print(f"  late: {count} frame(s), {1000 * lateness:.1f} ms in all, {1000 * took:.0f} ms stolen before")
    print("lateness, frames up to each bound:")
    for key in sorted((k for k in last if k.startswith("qalqan_air_lateness_seconds_bucket")),
                      key=lambda k: float(re.search(r'le="([^"]+)"', k).group(1).replace("+Inf", "inf"))):
        print(f"  {re.search(r'le=.([^ ]+?).}', key).group(1):>8} s  {last[key] - settled.get(key, 0):.0f}")
    for key in sorted(k for k in last if k.split("{")[0] in (
            "qalqan_output_lost_frames_total", "qalqan_output_recoveries_total", "qalqan_output_offset_seconds",
            "qalqan_output_clock_drift_ratio", "qalqan_output_clock_correction_ratio",
            "qalqan_output_worst_delay_seconds")):
        print(f"  {key} {last[key]:g}")
    for at, count, output in watch.output_lost:
        print(f"  {at:.1f} s after the start: {count} frame(s) lost by {output}")
    grown = []
    print("resident MB by minute (own, shared rings apart):")
    for name, rows in sorted(watch.memory.items()):
        minutes = sorted(rows)
        own = [rows[m][0] for m in minutes]
        print(f"  {name:16} {' '.join(f'{v:.0f}' for v in own)}   shared {max(rows[m][1] for m in minutes):.0f}")
        if len(own) > 3 and own[-1] > own[1] * 1.1 + 4 and name != "qalqan-decode":
            grown.append(name)
        if max(own) > 150:
            grown.append(f"{name} over 150 MB")
    minutes = max(frames / 1500, 0.01)
    print(f"CPU {cpu / minutes:.1f} s per minute ({100 * cpu / minutes / 60:.0f} % of one core); stolen {stolen:.1f} s")
    wrong = lost > 0 or late > excused or frames < options.minutes * 60 * 25 * 0.98 or grown
    if grown:
        print("memory: " + ", ".join(grown))
    print("FAILED" if wrong else "passed")
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"machine": machine(), "frames": frames, "late": late, "excused": excused, "lost": lost,
                       "memory": watch.memory, "cpuPerMinute": cpu / minutes}, file, indent=1)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
