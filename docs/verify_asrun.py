#!/usr/bin/env python3
"""Checks a channel's as-run log without Qalqan: python3 verify_asrun.py DATA_FOLDER BOX.pub
Needs Python 3.8 and its `cryptography` package. What each line and file is: docs/TRUST.md, "The as-run log"."""
import base64, hashlib, json, os, re, sys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_public_key

data, key = sys.argv[1], load_pem_public_key(open(sys.argv[2], "rb").read())
faults, hashes, before, last, last_hash, altered = [], {}, {}, 0, "0" * 64, 0
folder = os.path.join(data, "asrun")
names = [n for n in os.listdir(folder) if re.fullmatch(r"air-\d{4}-\d\d-\d\d-\d+\.jsonl", n)]
for name in sorted(names, key=lambda n: (n[4:14], int(n[15:-6]))):
    lines, here = open(os.path.join(folder, name), "rb").read().split(b"\n"), {}
    for number, line in enumerate(lines[:-1], 1):
        place, expected = "%s:%d: " % (name, number), last + 1 + altered
        row = re.fullmatch(rb'(\{"seq":(\d+),.*,"prev":"([0-9a-f]{64})"),"hash":"([0-9a-f]{64})"\}', line, re.S)
        digest = row and hashlib.sha256(bytes.fromhex(row[3].decode()) + row[1] + b"}").hexdigest()
        if not row or digest != row[4].decode():
            faults.append(place + "row %d is altered, or is no row of this log" % expected)
            altered += 1
            continue
        sequence, previous = int(row[2]), row[3].decode()
        here[sequence] = hashes[sequence] = digest
        if before.get(sequence) == digest:
            continue  # written again into a new file after a failed write
        if sequence < expected:
            faults.append(place + "row %d stands where row %d belongs" % (sequence, expected))
            continue
        if sequence > expected:
            faults.append(place + "rows %d to %d are missing" % (expected, sequence - 1))
        elif not altered and previous != last_hash:
            faults.append(place + "row %d does not go on from the row before it" % sequence)
        last, last_hash, altered = sequence, digest, 0
    if lines[-1] and name == max(names):
        faults.append("%s:%d: the last row is torn" % (name, len(lines)))
    before = here or before
signed, heads = 0, os.path.join(data, "heads.jsonl")
for number, line in enumerate(open(heads, "rb").read().split(b"\n")[:-1] if os.path.exists(heads) else [], 1):
    try:  # DSSE: what is signed is the type and the payload, each with its length
        envelope = json.loads(line)
        kind, payload = envelope["payloadType"].encode(), base64.b64decode(envelope["payload"])
        key.verify(base64.b64decode(envelope["signatures"][0]["sig"]),
                   b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload))
        head = json.loads(payload)
    except (InvalidSignature, ValueError, KeyError, IndexError, TypeError):
        faults.append("heads.jsonl:%d: not signed with this key" % number)
        continue
    if kind != b"application/vnd.qalqan.log-head+json" or head["log"] != "as-run":
        continue
    if head["row"] > last:
        faults.append("rows %d to %d are missing at the end" % (last + 1, head["row"]))
    elif hashes.get(head["row"]) == head["hash"]:
        signed = max(signed, head["row"])
    elif head["row"] in hashes:
        faults.append("row %d is not the one signed at %s" % (head["row"], head["signedAt"]))
print("\n".join(faults + ["%d rows, signed up to row %d; head %s" % (last, signed, last_hash)]))
if signed < last:
    print("from row %d on no signed head covers the log" % (signed + 1))
sys.exit(1 if faults else 0)
