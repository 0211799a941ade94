"""Where two renders of the same programme differ: one with marks over its picture, one without.

    check_marks.py MARKED CLEAN WIDTH HEIGHT

Both are decoded by ffmpeg. Prints JSON: `runs` of frames that differ, each with the rectangle around the difference; for
each run `worst`, by how much any sample is off what one blend `clean x (1 - a) + w` makes of it, with `a` and `w` fitted
to a part of the frames and tried on the others. A mark that stands still and is blended rightly is off by rounding alone.
"""
import json
import subprocess
import sys

import numpy as np


def frames(path, width, height):
    size = width * height * 3 // 2
    command = ["ffmpeg", "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as decoder:
        while True:
            data = decoder.stdout.read(size)
            if len(data) < size:
                return
            yield np.frombuffer(data, np.uint8)


def rectangle(touched, width, height):
    """Around the luma samples that differ; chroma lies below the rectangle or is reported as a stray."""
    luma = touched[: width * height].reshape(height, width)
    rows, columns = np.flatnonzero(luma.any(1)), np.flatnonzero(luma.any(0))
    if not len(rows):
        return [0, 0, 0, 0], int(touched.sum())
    left, top, right, bottom = columns[0], rows[0], columns[-1], rows[-1]
    strays = 0
    for plane in (touched[width * height:][: width * height // 4], touched[width * height * 5 // 4:]):
        half = plane.reshape(height // 2, width // 2).copy()
        # The chroma filter reaches one sample further.
        half[top // 2: bottom // 2 + 1, max(0, left // 2 - 1): right // 2 + 2] = False
        strays += int(half.sum())
    return [int(left), int(top), int(right - left + 1), int(bottom - top + 1)], strays


def misfit(clean, marked):
    """The worst error of one blend for all frames, on the frames it was not fitted to."""
    fit, tried = slice(0, None, 2), slice(1, None, 2)
    x, y = clean[fit].astype(np.float64), marked[fit].astype(np.float64)
    mean, target = x.mean(0), y.mean(0)
    spread = ((x - mean) ** 2).sum(0)
    # Samples that hardly change say nothing about alpha.
    known = spread > 400 * len(x)
    through = np.where(known, ((x - mean) * (y - target)).sum(0) / np.maximum(spread, 1), 0)
    error = np.abs(target + through * (clean[tried] - mean) - marked[tried]) * known
    legal = bool((through[known] > -0.02).all() and (through[known] < 1.02).all())
    return float(error.max()), int(known.sum()), legal


def main():
    marked, clean, width, height = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    runs, count = [], 0
    for count, (a, b) in enumerate(zip(frames(marked, width, height), frames(clean, width, height)), 1):
        touched = a != b
        if not touched.any():
            continue
        if not runs or runs[-1]["last"] != count - 2:
            runs.append({"first": count - 1, "last": count - 1, "touched": touched, "pairs": []})
        run = runs[-1]
        run["last"], run["touched"] = count - 1, run["touched"] | touched
        if len(run["pairs"]) < 24:
            run["pairs"].append((b, a))
    report = []
    for run in runs:
        box, strays = rectangle(run["touched"], width, height)
        at = np.flatnonzero(run["touched"])
        worst, samples, legal = misfit(
            np.array([pair[0][at] for pair in run["pairs"]]), np.array([pair[1][at] for pair in run["pairs"]]))
        report.append({
            "first": run["first"], "last": run["last"], "box": box, "strays": strays, "worst": round(worst, 3),
            "samples": samples, "legal": legal})
    print(json.dumps({"frames": count, "runs": report}))


if __name__ == "__main__":
    main()
