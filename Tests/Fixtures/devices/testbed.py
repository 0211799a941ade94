#!/usr/bin/python3
"""Runs a program against devices that do not exist: a real libudev on umockdev's mocked /sys.

    umockdev-wrapper testbed.py SCENARIO -- COMMAND...

SCENARIO is a JSON list of steps. Steps before the first {"await": TEXT} set the scene; then the command is started, and
each await waits for a line of its output (standard output or error) that contains TEXT before the steps after it are
taken. At the end of the list the command is stopped, unless the last step is {"finish": true}, which waits for its end.
Steps: {"add": NAME, "subsystem": S, "parent": NAME, "attributes": {}, "properties": {}}, {"remove": NAME},
{"change": NAME, "properties": {}}, {"touch": PATH}, {"unlink": PATH}. Every line of the command is printed again.
"""
import json
import os
import signal
import subprocess
import sys

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import UMockdev  # noqa: E402

testbed = UMockdev.Testbed.new()
paths = {}
running = False


def pairs(table):
    return [text for item in (table or {}).items() for text in item]


def take(step):
    if "add" in step:
        name = step["add"]
        parent = paths.get(step.get("parent"))
        paths[name] = testbed.add_device(
            step["subsystem"], name, parent, pairs(step.get("attributes")), pairs(step.get("properties")))
        if running:
            testbed.uevent(paths[name], "add")
    elif "change" in step:
        for key, value in step.get("properties", {}).items():
            testbed.set_property(paths[step["change"]], key, value)
        testbed.uevent(paths[step["change"]], "change")
    elif "remove" in step:
        path = paths.pop(step["remove"])
        testbed.uevent(path, "remove")
        testbed.remove_device(path)
    elif "touch" in step:
        open(step["touch"], "w").close()
    elif "unlink" in step:
        os.unlink(step["unlink"])


split = sys.argv.index("--")
steps = json.loads(sys.argv[1])
while steps and "await" not in steps[0] and "finish" not in steps[0]:
    take(steps.pop(0))
running = True
# Set by the library behind Python's back: os.environ does not know it.
environment = dict(os.environ, UMOCKDEV_DIR=testbed.get_root_dir())
child = subprocess.Popen(
    sys.argv[split + 1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, close_fds=False, text=True,
    env=environment)
status = None
for step in steps:
    if "await" in step:
        while True:
            line = child.stdout.readline()
            if not line:
                print(f"testbed: the program ended before saying {step['await']!r}", flush=True)
                sys.exit(99)
            print(line, end="", flush=True)
            if step["await"] in line:
                break
    elif "finish" in step:
        for line in child.stdout:
            print(line, end="", flush=True)
        status = child.wait()
    else:
        take(step)
if status is None:
    child.send_signal(signal.SIGTERM)
    child.stdout.close()
    child.wait()
    status = 0
sys.exit(status if status >= 0 else 128 - status)
