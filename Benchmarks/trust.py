#!/usr/bin/env python3
"""What trust costs: sealing, proving and verified reading against `openssl speed`, and inspecting a thousand seals.

Usage: trust.py [--bench TRUST-BENCH] [--qalqan QALQAN] [--decode QALQAN-DECODE] [--megabytes N] [--rounds N]

Machines are shared: CPU time (user and system) counts, each figure beside openssl's in the same round, and the ratio is what
is judged. Every line says what is aimed at and whether it is met.
"""
import argparse, json, os, re, shutil, statistics, subprocess, sys, tempfile

ITEM_RATE = 50e6 / 8  # bytes a second of a 50 Mbit/s item


def openssl():
    """MB per CPU second of one SHA-256."""
    said = subprocess.run(["openssl", "speed", "-evp", "sha256", "-bytes", "65536", "-seconds", "1"], capture_output=True,
                          text=True, check=True).stdout
    return float(re.search(r"^sha256\s+([0-9.]+)k", said, re.M | re.I).group(1)) / 1000


def bench(options, *words):
    return json.loads(subprocess.run([options.bench, *words], capture_output=True, text=True, check=True).stdout)


def item(folder, name, muxing, seconds=8):
    """A 50 Mbit/s programme."""
    path = os.path.join(folder, name)
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=25,noise=alls=60:allf=t",
                    "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-t", str(seconds), *muxing, path], check=True)
    return path


def decode_reads(options, path):
    """Bytes that the decoder of an item asks the disk for, over the bytes of the file."""
    folder = os.path.dirname(path)
    key = os.path.join(folder, "bench")
    if not os.path.exists(key + ".key"):
        subprocess.run([options.qalqan, "key", "new", "bench"], cwd=folder, check=True, capture_output=True)
    subprocess.run([options.qalqan, "seal", path, "--key", key + ".key"], check=True, capture_output=True)
    with open(os.path.join(folder, "c.yaml"), "w") as file:
        file.write("channel: { id: b, name: { en: B }, region: KZ, languages: [en], timeZone: UTC, dayStart: \"00:00:00:00\" }\n"
                   "format: { raster: 1920x1080, rate: 25, scan: progressive, colour: bt709, audio: { rate: 48000, channels: 2 } }\n"
                   f"media: {{ folders: [\"{folder}\"] }}\n"
                   "trust: { desks: [ { name: bench, country: KZ, key: bench.pub } ], policy: { default: { approvals: 1 } } }\n"
                   "playlists: { folder: none }\ndata: data\n")
    with open(os.path.join(folder, "l.yaml"), "w") as file:
        file.write(f"qalqan: 1\nevents:\n  - {{ id: a, media: {os.path.basename(path)} }}\n")
    trace = os.path.join(folder, "trace")
    subprocess.run(["strace", "-ff", "-e", "trace=execve,pread64", "-o", trace, options.qalqan, "render", "--config",
                    os.path.join(folder, "c.yaml"), os.path.join(folder, "l.yaml"), "--from",
                    "2026-11-22T06:00:00:00@UTC", "--output", "null:"], check=True, capture_output=True)
    total, size = 0, os.path.getsize(path)
    names = [name for name in os.listdir(folder) if name.startswith("trace.")]
    for name in names:
        with open(os.path.join(folder, name)) as file:
            for line in file:
                # The decoder reads whole blocks; the proof before it reads 256 KiB at once.
                found = re.match(r"pread64\(.*, (\d+), \d+\) += (\d+)", line)
                if found and int(found.group(1)) <= 65536 and int(found.group(2)) > 1024:
                    total += int(found.group(2))
        os.unlink(os.path.join(folder, name))
    return total / size


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bench", default=".build/release/trust-bench")
    parser.add_argument("--qalqan", default=".build/release/qalqan")
    parser.add_argument("--megabytes", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    options.bench, options.qalqan = os.path.abspath(options.bench), os.path.abspath(options.qalqan)
    folder = tempfile.mkdtemp(prefix="qalqan-trust-")
    missed = 0

    def judge(text, isMet):
        nonlocal missed
        missed += not isMet
        print(f"{text}: {'met' if isMet else 'MISSED'}")

    try:
        path = os.path.join(folder, "file")
        with open(path, "wb") as file:
            for _ in range(options.megabytes):
                file.write(os.urandom(1 << 20))
        rates = {"openssl": [], "seal": [], "prove": [], "read": []}
        for _ in range(options.rounds):
            rates["openssl"].append(openssl())
            rates["seal"].append(bench(options, "seal", path)["megabytesPerCPUSecond"])
            rates["prove"].append(bench(options, "prove", path)["megabytesPerCPUSecond"])
            rates["read"].append(bench(options, "read", path, "2")["megabytesPerCPUSecond"])
        for name, values in rates.items():
            ratio = statistics.median(value / one for value, one in zip(values, rates["openssl"]))
            print(f"{name:8} {min(values):6.0f} {statistics.median(values):6.0f} {max(values):6.0f} MB per CPU second, {ratio:.2f} of openssl")
            if name == "seal":
                judge("both digests in one reading, at least 0.40 of one SHA-256 by openssl", ratio >= 0.4)
        jobs = os.cpu_count()
        one = bench(options, "seal", path)["cpu"]
        many = [subprocess.Popen([options.bench, "seal", path], stdout=subprocess.PIPE) for _ in range(jobs)]
        together = [json.loads(process.communicate()[0])["cpu"] for process in many]
        print(f"{jobs} at once: {statistics.mean(together) / one:.2f} of the CPU time of one, each")
        for name, muxing in (("item.ts", ["-c:v", "mpeg2video", "-b:v", "48M", "-minrate", "48M", "-maxrate", "48M", "-bufsize", "16M", "-c:a", "mp2"]),
                             ("item.mxf", ["-c:v", "mpeg2video", "-b:v", "48M", "-minrate", "48M", "-maxrate", "48M", "-bufsize", "16M", "-c:a", "pcm_s16le"])):
            made = item(folder, name, muxing)
            rate = os.path.getsize(made) / 8
            share = decode_reads(options, made)
            cost = share * ITEM_RATE / 1e6 / statistics.median(rates["read"])
            judge(f"{name} ({rate * 8 / 1e6:.0f} Mbit/s): {share:.2f} bytes read and proven a byte of the file, "
                  f"{100 * cost:.2f} % of a core at 50 Mbit/s, at most 1 %", cost <= 0.01)
        # A day of 1,000 items at 50 Mbit/s: 540 MB each.
        seals = min((bench(options, "seals", tempfile.mkdtemp(dir=folder), "1000", "540") for _ in range(options.rounds)),
                    key=lambda one: one["cpu"])
        judge(f"1,000 seals of items of 540 MB, media not read: {seals['cpu']:.2f} s CPU, under 1 s", seals["cpu"] < 1)
    finally:
        shutil.rmtree(folder)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
