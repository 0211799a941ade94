#!/usr/bin/env python3
"""Makes repositories with python-tuf: an honest one, and one that attacks a client which has seen the honest one.

repositories.py FOLDER CASE writes FOLDER/root.json (what a client has pinned), FOLDER/before (what it has seen) and
FOLDER/after (what it is given then). Targets lie below targets/ in each.
"""
import copy
import hashlib
import json
import os
import shutil
import sys
from datetime import datetime, timedelta, timezone

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    Key, Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

# A fixed now: the tests say what time it is.
NOW = datetime(2026, 11, 22, 5, 0, 0, tzinfo=timezone.utc)
CONTENT = b'{"desks": []}\n'


class Repository:
    def __init__(self):
        self.signers = {role: [CryptoSigner.generate_ed25519()] for role in ("root", "targets", "snapshot", "timestamp")}
        year = NOW + timedelta(days=365)
        self.root = Root(expires=year, consistent_snapshot=True)
        for role, signers in self.signers.items():
            self.root.add_key(signers[0].public_key, role)
        self.targets = Targets(expires=year)
        self.snapshot = Snapshot(expires=year)
        self.timestamp = Timestamp(expires=NOW + timedelta(days=1))
        self.files = {}
        self.published = {}
        self.add("desks.json", CONTENT)
        self.publish_root()
        self.publish()

    def add(self, name, content):
        target = TargetFile.from_data(name, content, ["sha256"])
        self.targets.targets[name] = target
        self.files[f"{target.hashes['sha256']}.{name}"] = content

    def sign(self, signed, role, signers=None):
        metadata = Metadata(copy.deepcopy(signed))
        for signer in signers if signers is not None else self.signers[role]:
            metadata.sign(signer, append=True)
        return metadata.to_bytes(JSONSerializer(compact=False))

    def publish_root(self, signers=None):
        self.published[f"{self.root.version}.root.json"] = self.sign(self.root, "root", signers)

    def publish(self, bump=False):
        if bump:
            self.targets.version += 1
            self.snapshot.version += 1
            self.timestamp.version += 1
        self.put("targets", self.sign(self.targets, "targets"))
        self.put_snapshot()

    def meta(self, version, data):
        return MetaFile(version, len(data), {"sha256": hashlib.sha256(data).hexdigest()})

    def put(self, role, data):
        version = getattr(self, role).version
        self.published[f"{version}.{role}.json"] = data
        if role == "targets":
            self.snapshot.meta["targets.json"] = self.meta(version, data)
        return data

    def put_snapshot(self):
        data = self.put("snapshot", self.sign(self.snapshot, "snapshot"))
        self.timestamp.snapshot_meta = self.meta(self.snapshot.version, data)
        self.put_timestamp()

    def put_timestamp(self):
        self.published["timestamp.json"] = self.sign(self.timestamp, "timestamp")

    def write(self, folder):
        os.makedirs(os.path.join(folder, "targets"))
        for name, data in self.published.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        for name, data in self.files.items():
            with open(os.path.join(folder, "targets", name), "wb") as file:
                file.write(data)

    def rotate(self, role, signer=None):
        for keyid in list(self.root.roles[role].keyids):
            self.root.revoke_key(keyid, role)
        self.signers[role] = [signer or CryptoSigner.generate_ed25519()]
        self.root.add_key(self.signers[role][0].public_key, role)


def honest(r):
    r.add("desks.json", b'{"desks": [ ]}\n')
    r.publish(bump=True)


def nothing_new(r):
    pass


def rollback_timestamp(r):
    r.timestamp.version -= 1
    r.put_timestamp()


def rollback_snapshot(r):
    r.timestamp.version += 1
    r.snapshot.version -= 1
    r.put_snapshot()


def rollback_targets(r):
    r.targets.version -= 1
    r.snapshot.version += 1
    r.timestamp.version += 1
    r.publish()


def removed_targets(r):
    r.snapshot.version += 1
    r.timestamp.version += 1
    r.snapshot.meta = {"other.json": MetaFile(1)}
    r.put_snapshot()


def mix_and_match(r):
    old = r.published[f"{r.targets.version}.targets.json"]
    honest(r)
    r.published[f"{r.targets.version}.targets.json"] = old


def mixed_snapshot(r):
    old = r.published[f"{r.snapshot.version}.snapshot.json"]
    honest(r)
    r.published[f"{r.snapshot.version}.snapshot.json"] = old


def endless_timestamp(r):
    honest(r)
    r.published["timestamp.json"] += b" " * 100_000


def endless_root(r):
    honest(r)
    r.published["2.root.json"] = b"[" * 600_000


def endless_snapshot(r):
    honest(r)
    r.published[f"{r.snapshot.version}.snapshot.json"] += b" "


def deep(r):
    r.published["timestamp.json"] = b"[" * 16_000


def target_altered(r):
    honest(r)
    name = [n for n in r.files if r.files[n] == b'{"desks": [ ]}\n'][0]
    r.files[name] = b'{"desks": [!]}\n'


def target_endless(r):
    honest(r)
    name = [n for n in r.files if r.files[n] == b'{"desks": [ ]}\n'][0]
    r.files[name] += b" " * 1_000_000


def target_gone(r):
    honest(r)
    r.files.clear()


def wrong_key(r):
    r.signers["timestamp"] = [CryptoSigner.generate_ed25519()]
    honest(r)


def below_threshold(r):
    r.root.version += 1
    r.root.add_key(CryptoSigner.generate_ed25519().public_key, "targets")
    r.root.roles["targets"].threshold = 2
    r.publish_root()
    honest(r)


def duplicate_signer(r):
    """One key under two identifiers, each with its signature: one key still."""
    signer = r.signers["targets"][0]
    twin = Key.from_dict("f" * 64, signer.public_key.to_dict())
    r.root.version += 1
    r.root.add_key(twin, "targets")
    r.root.roles["targets"].threshold = 2
    r.publish_root()
    r.targets.version += 1
    data = json.loads(r.sign(r.targets, "targets"))
    data["signatures"].append({"keyid": "f" * 64, "sig": data["signatures"][0]["sig"]})
    r.snapshot.version += 1
    r.timestamp.version += 1
    r.put("targets", json.dumps(data).encode())
    r.put_snapshot()


def duplicate_signature(r):
    """One signature twice under one identifier."""
    honest(r)
    data = json.loads(r.published["timestamp.json"])
    data["signatures"].append(data["signatures"][0])
    r.published["timestamp.json"] = json.dumps(data).encode()


def duplicate_json_key(r):
    """Two readers would see two versions."""
    honest(r)
    text = r.published["timestamp.json"].decode()
    r.published["timestamp.json"] = text.replace('"version":', '"version": 1, "version":', 1).encode()


def rotated_timestamp_key(r):
    r.root.version += 1
    r.rotate("timestamp")
    r.publish_root()
    honest(r)


def old_timestamp_key(r):
    old = r.signers["timestamp"][0]
    r.root.version += 1
    r.rotate("timestamp")
    r.publish_root()
    r.signers["timestamp"] = [old]
    honest(r)


def rotated_root_key(r):
    old = r.signers["root"]
    r.root.version += 1
    r.rotate("root")
    r.publish_root(old + r.signers["root"])
    r.root.version += 1
    r.publish_root()
    honest(r)


def foreign_root(r):
    r.root.version += 1
    r.rotate("root")
    r.publish_root()
    honest(r)


def root_not_by_itself(r):
    old = r.signers["root"]
    r.root.version += 1
    r.rotate("root")
    r.publish_root(old)
    honest(r)


def skipped_root(r):
    r.root.version += 2
    r.published["2.root.json"] = r.sign(r.root, "root")
    honest(r)


def expired_root(r):
    r.root.version += 1
    r.root.expires = NOW - timedelta(days=1)
    r.publish_root()
    honest(r)


def expired_timestamp(r):
    r.timestamp.expires = NOW - timedelta(seconds=1)
    honest(r)


def expired_snapshot(r):
    r.snapshot.expires = NOW
    honest(r)


def expired_targets(r):
    r.targets.expires = NOW
    honest(r)


def fast_forward(r):
    """The online key was stolen and counted on to the end; its owners take it away and count from the start."""
    r.root.version += 1
    r.rotate("timestamp")
    r.rotate("snapshot")
    r.publish_root()
    r.snapshot.version = 1
    r.timestamp.version = 1
    r.targets.version += 1
    r.publish()


def fast_forward_kept(r):
    """The same without another key: it is a rollback."""
    r.snapshot.version = 1
    r.timestamp.version = 1
    r.put_snapshot()


def snapshot_missing(r):
    honest(r)
    del r.published[f"{r.snapshot.version}.snapshot.json"]


def no_spec(r):
    r.timestamp.spec_version = "2.0.0"
    honest(r)


def main():
    folder, case = sys.argv[1:]
    shutil.rmtree(folder, ignore_errors=True)
    repository = Repository()
    for _ in range(2):
        repository.publish(bump=True)
    if case.startswith("fast_forward"):
        repository.snapshot.version = 1_000_000
        repository.timestamp.version = 1_000_000
        repository.put_snapshot()
    os.makedirs(folder)
    with open(os.path.join(folder, "root.json"), "wb") as file:
        file.write(repository.published["1.root.json"])
    repository.write(os.path.join(folder, "before"))
    globals()[case](repository)
    repository.write(os.path.join(folder, "after"))


main()
