#!/usr/bin/env python3
"""Resolves lists of 1 k, 10 k, 100 k and 1 M events with `qalqan rehearse` and prints how the cost grows.

Usage: schedule.py [QALQAN]      (default: .build/release/qalqan)

One line a size: events, seconds of the whole command, largest resident memory, and the seconds per event over those of the
smallest but one list, divided by the ratio of log n: at most about 1 means no faster than n log n. A document holds at most
4 million values, so lists of more than 200 k events are spread over several broadcast days.
"""
import datetime, json, math, os, subprocess, sys, tempfile

PER_DAY = 200_000
FRAMES_OF_A_DAY = 86_400 * 25


def documents(count, folder):
    paths, day = [], datetime.date(2026, 11, 22)
    while count > 0:
        now = min(count, PER_DAY)
        length = FRAMES_OF_A_DAY // now
        events = [{"id": f"e{i}", "media": f"m{i % 50}.mov", "duration": f"{length}f"} for i in range(now)]
        path = os.path.join(folder, f"{day}.json")
        with open(path, "w") as file:
            json.dump({"qalqan": 1, "day": str(day), "timeZone": "Asia/Almaty", "events": events}, file)
        paths.append(path)
        day += datetime.timedelta(days=1)
        count -= now
    return paths


def measure(program, count):
    with tempfile.TemporaryDirectory() as folder:
        paths = documents(count, folder)
        command = [program, "rehearse", *paths, "--from", "2026-11-22T06:00:00:00@Asia/Almaty", "--for", f"{24 * len(paths)}h"]
        with open(os.path.join(folder, "log"), "w") as log:
            process = subprocess.Popen(command, stdout=log)
            _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            sys.exit(f"{program} failed with {status}")
        with open(os.path.join(folder, "log")) as log:
            lines = sum(1 for _ in log) - 1
    return lines, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else ".build/release/qalqan"
    base = None
    for count in (1_000, 10_000, 100_000, 1_000_000):
        lines, seconds, megabytes = measure(program, count)
        growth = ""
        if count == 10_000:
            base = seconds / (count * math.log(count))
        elif base:
            growth = f"  {seconds / (count * math.log(count)) / base:5.2f} of n log n"
        print(f"{count:>9} events  {lines:>9} segments  {seconds:8.2f} s CPU  {megabytes:8.0f} MB{growth}", flush=True)


if __name__ == "__main__":
    main()
