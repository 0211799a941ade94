#!/usr/bin/python3
"""The same cut lists through qalqan, ffmpeg and melt, without an encoder: CPU seconds per programme minute, as ratios.

cuts.py [--programs DIR] [--work DIR] [--events N] [--lists one,mixed] [--rounds N] [--json FILE]
        [--media full|cheap]
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
from fractions import Fraction as F

from measure import Measured, machine

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
ORACLE = os.path.join(ROOT, "Tests", "Accuracy")
LISTS = {"one": "1", "mixed": "1,2,3,4,5,6,9,13,15,16,17,18,24,26,27"}
FRAME = 1920 * 1080 * 3 // 2


def prepare(work, programs, chosen):
    """Coded media (`chosen` set: full or cheap), a desk key, seals, a configuration."""
    media = os.path.join(work, "media")
    subprocess.run([sys.executable, "-B", os.path.join(ORACLE, "make_media.py"), media, "--set", chosen], check=True)
    qalqan = os.path.join(programs, "qalqan")
    if not os.path.exists(os.path.join(work, "bench.key")):
        subprocess.run([qalqan, "key", "new", "bench"], cwd=work, check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(media, "media.json")) as file:
        files = [c["file"] for c in json.load(file)["clips"]]
    subprocess.run([qalqan, "seal", *files, "--key", os.path.join(work, "bench.key"), "--replace"], cwd=media,
                   check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(work, "channel.yaml"), "w") as file:
        file.write(f"""channel: {{ id: bench, name: {{ en: Bench }}, region: KZ, languages: [en], timeZone: UTC }}
format: {{ raster: 1920x1080, rate: 25, scan: progressive, colour: bt709, audio: {{ rate: 48000, channels: 2 }} }}
media: {{ folders: [{media}] }}
trust: {{ desks: [{{ name: bench, country: KZ, key: bench.pub }}], policy: {{ default: {{ approvals: 1 }} }} }}
data: data
""")
    return media, qalqan


def cut_list(name, events, media, work):
    folder = os.path.join(work, name)
    subprocess.run([sys.executable, "-B", os.path.join(ORACLE, "make_cuts.py"), media, folder, "--events", str(events),
                    "--only", LISTS[name], "--seed", "11"], check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "cuts.json")) as file:
        return folder, json.load(file)


def with_qalqan(qalqan, work, folder, cuts, media):
    return [qalqan, "render", "--config", os.path.join(work, "channel.yaml"), os.path.join(folder, "cuts.yaml"),
            "--from", "2026-11-22T06:00:00:00@UTC", "--output", "null:"]


def with_ffmpeg(qalqan, work, folder, cuts, media):
    clips, line, graph = {c["id"]: c for c in cuts["clips"]}, ["ffmpeg", "-nostdin", "-v", "error", "-y"], []
    for k, event in enumerate(cuts["events"]):
        line += ["-ss", str(float(F(event["in"], 25))), "-t", str(float(F(event["frames"], 25))),
                 "-i", os.path.join(media, event["file"])]
        aspect = F(*clips[event["clip"]]["aspect"])
        width = min(1920, int(round(1080 * aspect / 2)) * 2)
        height = 1080 if width < 1920 else int(round(1920 / aspect / 2)) * 2
        graph.append(f"[{k}:v]fps=25,scale={width}:{height},setsar=1,pad=1920:1080:-1:-1,format=yuv420p[v{k}]")
        graph.append(f"[{k}:a]aresample=48000,aformat=sample_fmts=flt:channel_layouts=stereo[a{k}]")
    count = len(cuts["events"])
    graph.append("".join(f"[v{k}][a{k}]" for k in range(count)) + f"concat=n={count}:v=1:a=1[v][a]")
    return line + ["-filter_complex", ";".join(graph), "-map", "[v]", "-map", "[a]", "-c:v", "wrapped_avframe",
                   "-c:a", "pcm_f32le", "-f", "null", "-"]


def with_melt(qalqan, work, folder, cuts, media):
    line = ["melt", "-silent", "-profile", "atsc_1080p_25"]
    for event in cuts["events"]:
        line += [os.path.join(media, event["file"]), f"in={event['in']}", f"out={event['in'] + event['frames'] - 1}"]
    return line + ["-consumer", "avformat:/dev/null", "f=rawvideo", "vcodec=rawvideo", "pix_fmt=yuv420p",
                   "acodec=pcm_s16le", "real_time=-1", "terminate_on_pause=1"]


TOOLS = {"qalqan": with_qalqan, "ffmpeg": with_ffmpeg, "melt": with_melt}


def describe(peak):
    return "; ".join(f"{name} {own:.0f} MB" + (f" + {shared:.0f} shared" if shared > 1 else "")
                     + (f" (up to {most} at once)" if most > 1 else "")
                     for name, (own, shared, most) in sorted(peak.items()))


def first_frame(qalqan, work, folder):
    """Seconds from the command to the first whole frame, the in-point being a key frame."""
    playlist = os.path.join(folder, "first.yaml")
    with open(playlist, "w") as file:
        file.write('qalqan: 1\nevents:\n  - { id: one, media: h264-aac-1080p25.mp4, duration: "25f" }\n')
    times = []
    for _ in range(5):
        run = Measured([qalqan, "render", "--config", os.path.join(work, "channel.yaml"), playlist, "--from",
                        "2026-11-22T06:00:00:00@UTC", "--output", "-"], first_bytes=FRAME)
        if run.first:
            times.append(run.first)
    return times


def long_list(qalqan, work, folder, cuts, count):
    """Peak memory of rendering the start of a list of `count` events."""
    playlist = os.path.join(folder, f"long-{count}.yaml")
    with open(playlist, "w") as file:
        file.write("qalqan: 1\nevents:\n")
        for k in range(count):
            event = cuts["events"][k % len(cuts["events"])]
            file.write(f"  - {{ id: e{k}, media: {event['file']}, in: \"{event['in']}f\", duration: \"25f\" }}\n")
    return Measured([qalqan, "render", "--config", os.path.join(work, "channel.yaml"), playlist, "--from",
                     "2026-11-22T06:00:00:00@UTC", "--for", "20s", "--output", "null:"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--programs", default=os.path.join(ROOT, ".build", "release"))
    parser.add_argument("--work")
    parser.add_argument("--media", choices=["full", "cheap"], default="full")
    parser.add_argument("--events", type=int, default=25)
    parser.add_argument("--lists", default="one,mixed")
    parser.add_argument("--tools", default="qalqan,ffmpeg,melt")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json")
    options = parser.parse_args()
    options.work = options.work or os.path.join(
        ROOT, ".build", "bench" if options.media == "full" else f"bench-{options.media}")
    os.makedirs(options.work, exist_ok=True)
    media, qalqan = prepare(options.work, os.path.abspath(options.programs), options.media)
    print(f"# {machine()}")
    report = {"machine": machine(), "lists": {}}
    for name in options.lists.split(","):
        folder, cuts = cut_list(name, options.events, media, options.work)
        minutes = cuts["frames"] / 25 / 60
        print(f"\n## {name}: {len(cuts['events']) - 1} cuts, {cuts['frames']} frames, {minutes:.2f} min of 1080p25")
        figures = {}
        for tool in options.tools.split(","):
            runs = [Measured(TOOLS[tool](qalqan, options.work, folder, cuts, media)) for _ in range(options.rounds)]
            if runs[-1].status != 0:
                print(f"{tool:8} failed ({runs[-1].status}): {runs[-1].errors[-300:]}")
                continue
            cpu = statistics.median(run.cpu for run in runs) / minutes
            figures[tool] = {"cpuPerMinute": cpu, "peak": runs[-1].peak}
            print(f"{tool:8} {cpu:6.2f} CPU s per programme minute   {describe(runs[-1].peak)}")
        peers = [figures[t]["cpuPerMinute"] for t in figures if t != "qalqan"]
        if "qalqan" in figures and peers:
            ratio = figures["qalqan"]["cpuPerMinute"] / min(peers)
            print(f"qalqan against the cheaper peer: {ratio:.2f} x")
            figures["ratio"] = ratio
        report["lists"][name] = figures
    if "qalqan" in options.tools:
        times = first_frame(qalqan, options.work, folder)
        if times:
            print(f"\nfirst frame of render: {min(times):.2f} to {max(times):.2f} s, "
                  f"median {statistics.median(times):.2f} s")
            report["firstFrame"] = times
        for count in (24, 10_000):
            run = long_list(qalqan, options.work, folder, cuts, count)
            print(f"list of {count} events: {describe(run.peak)}, {run.cpu:.2f} CPU s for 20 s of it"
                  + ("" if run.status == 0 else f" FAILED: {run.errors[-200:]}"))
            report[f"list{count}"] = run.peak
    if options.json:
        with open(options.json, "w") as file:
            json.dump(report, file, indent=1)


if __name__ == "__main__":
    main()
