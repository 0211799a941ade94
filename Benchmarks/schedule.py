#!/usr/bin/env python3
"""What schedules cost: lists of 1 k to 1 M events, a year of `qalqan rehearse`, one edit and one look-up in a long list.

Usage: schedule.py [--qalqan QALQAN] [--bench SCHEDULE-BENCH] [lists] [year] [edits]      (default: all three, .build/release)

lists: each size is rehearsed from JSON and from YAML. One line: events, segments, CPU seconds of the whole command (reading,
resolving, printing), largest resident memory, and the seconds per event over those of 10,000, divided by the ratio of log n:
at most about 1 means no faster than n log n. A document holds at most 4 million values, so lists of more than 200 k events are
spread over several broadcast days.

year: 365 days of 1,000 events, as one list that repeats every day and as 365 documents; then from a frame in its middle, whose
log must be the middle of the year's.

edits: `schedule-bench` (Benchmarks/ScheduleBench): CPU time of reading, resolving, one edit (`ScheduleBook.take`) and one look-up.
"""
import argparse, datetime, json, math, multiprocessing, os, subprocess, sys, tempfile

PER_DAY = 200_000
FRAMES_OF_A_DAY = 86_400 * 25
FIRST = datetime.date(2026, 11, 22)


def write(path, document):
    """JSON, or YAML with an event a line."""
    with open(path, "w") as file:
        if path.endswith(".json"):
            json.dump(document, file)
            return
        for key, value in document.items():
            if key != "events":
                file.write(f"{key}: {value}\n")
        file.write("events:\n")
        for event in document["events"]:
            file.write("  - { " + ", ".join(f"{key}: {value}" for key, value in event.items()) + " }\n")


def documents(count, folder, ending):
    """Written by a process of their own: what this one has held counts as the memory of the commands it starts."""
    writer = multiprocessing.Process(target=write_days, args=(count, folder, ending))
    writer.start()
    writer.join()
    return sorted(os.path.join(folder, name) for name in os.listdir(folder))


def write_days(count, folder, ending):
    day = FIRST
    while count > 0:
        now = min(count, PER_DAY)
        length = FRAMES_OF_A_DAY // now
        events = [{"id": f"e{i}", "media": f"m{i % 50}.mov", "duration": f"{length}f"} for i in range(now)]
        path = os.path.join(folder, f"{day}.{ending}")
        write(path, {"qalqan": 1, "day": str(day), "timeZone": "Asia/Almaty", "events": events})
        day += datetime.timedelta(days=1)
        count -= now


def rehearse(program, paths, start, hours, log):
    """CPU seconds and largest resident MB of the command; its lines are in `log`."""
    command = [program, "rehearse", *paths, "--from", f"{start}@Asia/Almaty", "--for", f"{hours}h"]
    with open(log, "w") as file:
        process = subprocess.Popen(command, stdout=file)
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{program} failed with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def lists(program):
    for ending in ("json", "yaml"):
        base = None
        for count in (1_000, 10_000, 100_000, 1_000_000):
            with tempfile.TemporaryDirectory() as folder:
                paths = documents(count, folder, ending)
                log = os.path.join(folder, "log")
                seconds, megabytes = rehearse(program, paths, f"{FIRST}T06:00:00:00", 24 * len(paths), log)
                with open(log) as file:
                    segments = sum(1 for _ in file) - 1
            growth = ""
            if count == 10_000:
                base = seconds / (count * math.log(count))
            elif base:
                growth = f"  {seconds / (count * math.log(count)) / base:5.2f} of n log n"
            print(f"{ending} {count:>9} events  {segments:>9} segments  {seconds:8.2f} s CPU  {megabytes:8.0f} MB{growth}",
                  flush=True)


def year(program):
    events = [{"id": f"e{i}", "media": f"m{i % 50}.mov", "duration": "86s"} for i in range(1_000)]
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(days=n) for n in range(365)]
    with tempfile.TemporaryDirectory() as folder:
        every = os.path.join(folder, "every.json")
        write(every, {"qalqan": 1, "repeat": "24h", "timeZone": "Asia/Almaty", "events": events})
        dated = [os.path.join(folder, f"{day}.json") for day in days]
        for day, path in zip(days, dated):
            write(path, {"qalqan": 1, "day": str(day), "timeZone": "Asia/Almaty", "events": events})
        measured = []
        for number, (name, paths) in enumerate((("one list every day", [every]), ("365 documents", dated))):
            log, middle = (os.path.join(folder, f"{what}{number}") for what in ("log", "middle"))
            seconds, megabytes = rehearse(program, paths, "2026-01-01T06:00:00:00", 24 * 365, log)
            rehearse(program, paths, "2026-07-01T13:07:11:03", 1_000, middle)
            measured.append((name, log, middle, seconds, megabytes))
        for name, log, middle, seconds, megabytes in measured:
            with open(log) as file:
                whole = file.read().splitlines()
            with open(middle) as file:
                part = file.read().splitlines()
            print(f"a year, {name}: {len(whole) - 1} segments  {seconds:.2f} s CPU  {megabytes:.0f} MB", flush=True)
            first = whole.index(part[1])
            # The first and the last line are cut where the part begins and ends; the digest is of the lines.
            if part[1:-2] != whole[first:first + len(part) - 3]:
                sys.exit("the log from the middle is not the middle of the log")
            print(f"  from its middle: {len(part) - 1} lines, the same", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*", default=["lists", "year", "edits"])
    parser.add_argument("--qalqan", default=".build/release/qalqan")
    parser.add_argument("--bench", default=".build/release/schedule-bench")
    arguments = parser.parse_args()
    if "lists" in arguments.what:
        lists(arguments.qalqan)
    if "year" in arguments.what:
        year(arguments.qalqan)
    if "edits" in arguments.what:
        subprocess.run([arguments.bench, "100"], check=True)


if __name__ == "__main__":
    main()
