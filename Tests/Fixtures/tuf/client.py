#!/usr/bin/env python3
"""python-tuf's client on a repository in a folder: client.py REPOSITORY ROOT STATE TARGET... prints what it trusts as JSON."""
import json
import os
import sys

from tuf.api.exceptions import DownloadHTTPError, RepositoryError
from tuf.ngclient import FetcherInterface, Updater


class Folder(FetcherInterface):
    def _fetch(self, url):
        path = url.removeprefix("folder://")
        if not os.path.isfile(path):
            raise DownloadHTTPError("not there", 404)
        with open(path, "rb") as file:
            yield file.read()


def main():
    repository, root, state, *targets = sys.argv[1:]
    os.makedirs(os.path.join(state, "metadata"), exist_ok=True)
    os.makedirs(os.path.join(state, "targets"), exist_ok=True)
    with open(root, "rb") as file:
        bootstrap = file.read()
    updater = Updater(
        os.path.join(state, "metadata"), f"folder://{repository}/", os.path.join(state, "targets"),
        f"folder://{repository}/targets/", fetcher=Folder(), bootstrap=bootstrap)
    try:
        updater.refresh()
        contents = {}
        for name in targets:
            info = updater.get_targetinfo(name)
            if info is None:
                contents[name] = None
                continue
            with open(updater.download_target(info), encoding="utf-8") as file:
                contents[name] = file.read()
    except RepositoryError as error:
        print(json.dumps({"problem": f"{type(error).__name__}: {error}"}))
        return 1
    trusted = updater._trusted_set
    print(json.dumps({
        "root": trusted.root.version, "timestamp": trusted.timestamp.version, "snapshot": trusted.snapshot.version,
        "targets": trusted.targets.version, "contents": contents,
    }))
    return 0


sys.exit(main())
