import Foundation
import Testing

/// `qalqan exchange`: bundles against tar, Python's tarfile, and archives made to do harm.
@Suite struct BundleTests {
    let bench: Workbench
    private static let python = ProcessInfo.processInfo.environment["QALQAN_PYTHON"] ?? "python3"

    /// A sender in Almaty and a receiver in Tashkent, who asks for two countries.
    init() throws {
        bench = try Workbench()
        let made = try bench.run(
            "sh", "-c",
            """
            mkdir -p out/news/old in && cd out && ffmpeg -v error -nostdin -f lavfi -i testsrc2=s=64x64:d=1 -c:v mpeg2video news/a.ts &&
            cp news/a.ts news/old/жаңалық.ts && head -c 1880 news/a.ts >> news/old/жаңалық.ts && echo 1 > news/a.srt && echo '{}' > news/a.json
            """)
        try #require(made.status == 0, "\(made.output)")
        for key in ["almaty", "tashkent", "stranger"] { #expect(try qalqan("key new \(key)").status == 0) }
        #expect(try qalqan("seal out --key almaty.key").status == 0)
        try bench.write(
            Array(
                """
                channel: { id: uz-one, region: UZ, languages: [uz], timeZone: Asia/Tashkent }
                media: { folders: [in] }
                trust:
                  desks:
                    - { name: almaty, country: KZ, key: almaty.pub }
                    - { name: tashkent, country: UZ, key: tashkent.pub }
                  policy: { default: { approvals: 2, countries: 2 } }

                """.utf8), to: "uz.yaml")
    }

    private func qalqan(_ line: String) throws -> (status: Int32, output: String) {
        try bench.run("sh", "-c", "exec '\(DeskCommandTests.program)' \(line)")
    }

    private func sh(_ line: String) throws -> String {
        let done = try bench.run("sh", "-c", line)
        try #require(done.status == 0, "\(line): \(done.output)")
        return done.output
    }

    private func pack(_ more: String = "") throws {
        let packed = try qalqan(
            "exchange pack out/news/a.ts out/news/old/жаңалық.ts --base out --key almaty.key --output b.tar --note 'as agreed' \(more)"
        )
        try #require(packed.status == 0, "\(packed.output)")
        #expect(packed.output.hasPrefix("packed  b.tar  2 media, 8 files, "))
    }

    private var accept: String { "exchange accept b.tar --config uz.yaml --key tashkent.key" }

    @Test func fromDeskToDesk() throws {
        try pack()
        #expect(
            try qalqan("exchange pack out/news/a.ts --base out --key almaty.key --output b.tar").output.contains(
                "already there"))
        // Two countries are asked for: as it is it would not air; nothing is written by looking.
        let before = try sh("find . | sort | sha256sum")
        let inspected = try qalqan("exchange inspect b.tar --config uz.yaml")
        #expect(
            inspected.status == 1 && inspected.output.contains("1 of 2 approvals by trusted desks"),
            "\(inspected.output)")
        #expect(inspected.output.contains("from almaty, 2 media"))
        #expect(try qalqan("exchange inspect b.tar").status == 0)
        #expect(try sh("find . | sort | sha256sum") == before)
        let unsigned = try qalqan("exchange accept b.tar --config uz.yaml")
        #expect(unsigned.status == 1 && unsigned.output.contains("1 of 2 approvals"))
        #expect(try sh("find in -type f -not -path '*/.*'") == "")
        let accepted = try qalqan(accept)
        #expect(accepted.status == 0, "\(accepted.output)")
        #expect(
            accepted.output.contains("accepted  news/a.ts") && accepted.output.contains("approved by almaty, tashkent"))
        #expect(try qalqan("verify in/news/a.ts in/news/old/жаңалық.ts --config uz.yaml").status == 0)
        #expect(
            try sh("cmp out/news/a.srt in/news/a.srt && cmp out/news/a.json in/news/a.json; find in -name '.*'") == "")
        // Again: it is there already, and stays as it is.
        let sums = try sh("find in -type f | sort | xargs -d '\\n' sha256sum")
        let again = try qalqan(accept)
        #expect(again.status == 0 && again.output.contains("present  news/a.ts"), "\(again.output)")
        #expect(try sh("find in -type f | sort | xargs -d '\\n' sha256sum") == sums)
        // Other bytes of the same name stay, unless they are to make room.
        _ = try sh("echo x >> in/news/a.ts")
        #expect(try qalqan(accept).output.contains("already there with other contents"))
        #expect(try sh("tail -c 2 in/news/a.ts") == "x\n")
        #expect(try qalqan(accept + " --replace").status == 0)
        #expect(try sh("cmp out/news/a.ts in/news/a.ts") == "")
    }

    /// What others' tools make of our archive, and we of theirs.
    @Test func othersReadItAndPackIt() throws {
        try pack()
        let listed = try sh(
            "tar tf b.tar | sed -n 1,3p; tar tf b.tar --quoting-style=literal | wc -l"
        )
        #expect(listed.hasPrefix("manifest.json\nnews/a.ts\nnews/a.ts.seal.json\n9\n"), "\(listed)")
        _ = try sh("mkdir x && tar xf b.tar -C x && cmp x/news/old/жаңалық.ts out/news/old/жаңалық.ts")
        let script = """
            import base64, hashlib, json, tarfile
            t = tarfile.open("b.tar")
            manifest = json.loads(base64.b64decode(json.load(t.extractfile("manifest.json"))["payload"]))
            alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
            def c4(data):
                n, s = int.from_bytes(hashlib.sha512(data).digest(), "big"), ""
                for _ in range(88): n, r = divmod(n, 58); s = alphabet[r] + s
                return "c4" + s
            assert [m.name for m in t.getmembers()] == ["manifest.json"] + [f["path"] for f in manifest["files"]]
            for f in manifest["files"]:
                data = t.extractfile(f["path"]).read()
                assert len(data) == f["size"] and hashlib.sha256(data).hexdigest() == f["sha256"] and c4(data) == f["c4"], f
            print(len(manifest["files"]))
            """
        try bench.write(Array(script.utf8), to: "read.py")
        #expect(try bench.run(Self.python, "-B", "read.py").output == "8\n")
        // The folder that tar unpacked is a bundle as well, and so is what tar and Python pack of it.
        #expect(try qalqan("exchange inspect x").status == 0)
        _ = try sh(
            "tar cf ustar.tar --format=ustar -C x manifest.json news && tar cf pax.tar --format=pax -C x manifest.json news"
        )
        _ = try sh(
            "cd x && \(Self.python) -c \"import tarfile; t=tarfile.open('../py.tar','w',format=tarfile.PAX_FORMAT); t.add('news'); t.add('manifest.json'); t.close()\""
        )
        for name in ["ustar.tar", "pax.tar", "py.tar"] {
            let told = try qalqan("exchange inspect \(name)")
            #expect(told.status == 0, "\(name): \(told.output)")
        }
        #expect(try qalqan("exchange accept x --config uz.yaml --key tashkent.key").status == 0)
        #expect(try qalqan("verify in/news/a.ts --config uz.yaml").status == 0)
    }

    /// A copy that grows: what is missing is said, what is there is kept, and the end is taken when it comes.
    @Test(arguments: [false, true])
    func copiesThatAreNotWholeYet(asFolder: Bool) throws {
        try pack()
        let bundle = asFolder ? "part" : "part.tar"
        let command = "exchange accept \(bundle) --config uz.yaml --key tashkent.key"
        if asFolder { _ = try sh("mkdir whole part && tar xf b.tar -C whole") }
        let size = try #require(Int(try sh("stat -c %s b.tar").trimmingCharacters(in: .newlines)))
        for share in [0, 1, 20, 45, 70, 90] {
            if asFolder {
                // As rsync --inplace leaves it: some files, the last one short.
                _ = try sh(
                    "mkdir -p part/news && [ \(share) -lt 1 ] || cp whole/manifest.json part/; [ \(share) -lt 20 ] || (head -c \(share * 500) whole/news/a.ts > part/news/a.ts); [ \(share) -lt 45 ] || cp whole/news/a.ts.seal.* part/news/"
                )
            } else {
                _ = try sh("head -c \(size * share / 100) b.tar > part.tar")
            }
            let inspected = try qalqan("exchange inspect \(bundle)")
            #expect(inspected.status == 1, "\(share) %: \(inspected.output)")
            let accepted = try qalqan(command)
            #expect(accepted.status == 1 && !accepted.output.contains("altered"), "\(share) %: \(accepted.output)")
            let said = accepted.output + inspected.output
            #expect(
                said.contains("bytes are there") || said.contains("copy has not come so far")
                    || said.contains("not been copied yet"), "\(share) %: \(said)")
            #expect(
                try sh(
                    "find in -type f -name '*.ts.seal.json' -not -path '*/.*' -exec sh -c '[ -f \"${1%.seal.json}\" ] || echo \"$1\"' _ {} \\;"
                ) == "")
        }
        // What was copied stays for the rest: only the end is written now.
        #expect(
            try sh("find in/.qalqan-incoming -type f | wc -l").trimmingCharacters(in: .whitespacesAndNewlines) != "0")
        _ = try sh(asFolder ? "rm -r part && cp -r whole part" : "cp b.tar part.tar")
        let accepted = try qalqan(command)
        #expect(accepted.status == 0, "\(accepted.output)")
        #expect(try qalqan("verify in/news/a.ts in/news/old/жаңалық.ts --config uz.yaml").status == 0)
        #expect(try sh("find in -name '.*'") == "")
    }

    /// Every byte counts: flipped anywhere, a bundle is not taken.
    @Test func whereverAByteIsFlippedItShows() throws {
        try pack()
        let whole = try bench.read("b.tar")
        var places = noise(8 * 40, seed: 3)[...]
        var flipped: [Int] = []
        for _ in 0..<40 {
            flipped.append(places.prefix(4).reduce(0) { $0 << 8 | Int($1) } % whole.count)
            places = places.dropFirst(8)
        }
        // Headers and the manifest, by all means.
        flipped += [0, 100, 124, 130, 148, 156, 257, 345, 512, 600, 700, whole.count - 1, whole.count - 600]
        for place in flipped {
            var bytes = whole
            bytes[place] ^= 0x10
            try bench.write(bytes, to: "b.tar")
            let inspected = try qalqan("exchange inspect b.tar --config uz.yaml")
            let accepted = try qalqan(accept)
            if accepted.status == 0 {
                // Padding between files, and fields of a header that say nothing about contents, may differ: what was taken
                // is what was sealed all the same.
                #expect(
                    try sh(
                        "cmp out/news/a.ts in/news/a.ts; cmp out/news/a.srt in/news/a.srt; cmp out/news/a.json in/news/a.json"
                    ) == "")
            } else {
                #expect(!inspected.output.isEmpty && inspected.status == 1, "byte \(place)")
            }
            _ = try sh("rm -rf in && mkdir in")
        }
    }

    @Test func onlyTrustedSendersCount() throws {
        _ = try sh("true")
        #expect(try qalqan("exchange pack out/news/a.ts --base out --key stranger.key --output b.tar").status == 0)
        let accepted = try qalqan(accept)
        #expect(
            accepted.status == 1
                && accepted.output.contains("manifest is not signed by a desk that this channel trusts"))
        #expect(try sh("find in -type f") == "")
        #expect(try qalqan("exchange inspect b.tar --config uz.yaml").output.contains("not signed by a desk"))
        // Nor is unsealed or altered media packed at all.
        _ = try sh("cp out/news/a.ts out/plain.ts; echo x >> out/news/old/жаңалық.ts")
        #expect(
            try qalqan("exchange pack out/plain.ts --base out --key almaty.key --output c.tar").output.contains(
                "not sealed"))
        #expect(
            try qalqan("exchange pack out/news/old/жаңалық.ts --base out --key almaty.key --output c.tar").output
                .contains("altered after sealing"))
        #expect(try sh("ls | grep -c 'c.tar' || true") == "0\n")
    }

    /// Archives made to write elsewhere, to stand in for other files, or to cost without end. Each is refused, with its reason,
    /// and nothing is written.
    @Test func hostileArchivesAreRefused() throws {
        try pack()
        let script = """
            import io, tarfile, sys
            whole = tarfile.open("b.tar")
            members = [(m, whole.extractfile(m).read()) for m in whole.getmembers()]
            def write(name, extra=(), first=False, rename=None, fmt=tarfile.PAX_FORMAT):
                out = tarfile.open(name + ".bad", "w", format=fmt)
                def put(info, data=b""):
                    info.size = len(data) if info.isreg() else 0
                    out.addfile(info, io.BytesIO(data))
                extras = [(i, d) for i, d in extra]
                if first: [put(i, d) for i, d in extras]
                for info, data in members:
                    copy = tarfile.TarInfo((rename or {}).get(info.name, info.name)); put(copy, data)
                if not first: [put(i, d) for i, d in extras]
                out.close()
            def info(name, kind=tarfile.REGTYPE, link="", **pax):
                i = tarfile.TarInfo(name); i.type = kind; i.linkname = link; i.pax_headers = pax; return i
            write("traversal", [(info("../evil.ts"), b"x")])
            write("deep-traversal", [(info("news/../../evil.ts"), b"x")])
            write("absolute", [(info("/tmp/evil.ts"), b"x")])
            write("symlink", [(info("news/link", tarfile.SYMTYPE, "/etc/passwd"), b"")])
            write("symlink-then-file", [(info("news", tarfile.SYMTYPE, "/tmp"), b"")], first=True)
            write("hardlink", [(info("news/hard", tarfile.LNKTYPE, "news/a.ts"), b"")])
            write("device", [(info("news/dev", tarfile.CHRTYPE), b"")])
            write("block", [(info("news/dev", tarfile.BLKTYPE), b"")])
            write("fifo", [(info("news/fifo", tarfile.FIFOTYPE), b"")])
            write("duplicate", [(info("news/a.ts"), b"other")])
            write("duplicate-manifest", [(info("manifest.json"), b"{}")])
            write("case", [(info("News/A.ts"), b"x")])
            write("unknown", [(info("news/extra.ts"), b"x")])
            write("folder", [(info("elsewhere", tarfile.DIRTYPE), b"")])
            write("hidden", [(info(".bashrc"), b"x")])
            write("dash", [(info("news/-rf"), b"x")])
            write("control", [(info("news/a\\x1b[2J.ts"), b"x")])
            write("backslash", [(info("news\\\\\\\\evil.ts"), b"x")])
            write("direction", [(info("news/a\\u202est.exe"), b"x")])
            write("renamed", rename={"news/a.ts": "news/b.ts"})
            write("long", [(info("n/" * 20 + "x"), b"x")])
            write("pax-link", [(info("news/p", linkpath="/etc/passwd"), b"x")])
            write("gnu-long", [(info("news/" + "n" * 150), b"x")], fmt=tarfile.GNU_FORMAT)
            # A size that the manifest does not know, and one that lies.
            data = bytearray(open("b.tar", "rb").read())
            def header(block, **fields):
                block = bytearray(block)
                for (at, n), value in fields.values(): block[at:at+n] = value
                block[148:156] = b" " * 8
                block[148:156] = b"%06o\\0 " % sum(block)
                return block
            big = bytearray(data); at = big.index(b"news/a.ts\\0")
            big[at:at+512] = header(big[at:at+512], size=((124, 12), b"%011o\\0" % (7 << 30)))
            open("huge.bad", "wb").write(big)
            base = bytearray(data)
            base[at:at+512] = header(base[at:at+512], size=((124, 12), b"\\x80" + b"\\xff" * 11))
            open("base256.bad", "wb").write(base)
            open("trailing.bad", "wb").write(data + b"\\0" * 512 + b"more" * 200)
            open("garbage.bad", "wb").write(b"\\x1f\\x8b" + b"zip" * 400)
            open("empty.bad", "wb").write(b"")
            # Headers without end: nothing behind them.
            many = b"".join(tarfile.TarInfo("f%d" % i).tobuf(tarfile.USTAR_FORMAT) for i in range(70000))
            open("many.bad", "wb").write(many)
            pax = tarfile.TarInfo("p"); pax.type = b"x"; pax.size = 100
            open("pax-bomb.bad", "wb").write(header(pax.tobuf(tarfile.USTAR_FORMAT), size=((124, 12), b"77777777777\\0")))
            """
        try bench.write(Array(script.utf8), to: "hostile.py")
        let made = try bench.run(Self.python, "-B", "hostile.py")
        try #require(made.status == 0, "\(made.output)")
        let expected: [String: String] = [
            "traversal": "leads out of its folder", "deep-traversal": "leads out of its folder",
            "absolute": "an absolute path", "symlink": "a symbolic link", "symlink-then-file": "a symbolic link",
            "hardlink": "a hard link", "device": "a character device", "block": "a block device", "fifo": "a FIFO",
            "duplicate": "is in it twice", "duplicate-manifest": "is in it twice", "case": "are one file where case",
            "unknown": "not in its manifest", "folder": "nothing of the manifest lies there", "hidden": "a hidden file",
            "dash": "take for something else", "control": "control characters",
            "backslash": "a path of another system",
            "direction": "hidden direction marks", "renamed": "not in its manifest", "long": "folders deep",
            "pax-link": "an extended header with linkpath", "gnu-long": "--format=pax", "huge": "the manifest says",
            "base256": "a size that cannot be read", "trailing": "more behind its end",
            "garbage": "a header that is none",
            "empty": "not there yet", "many": "more than", "pax-bomb": "an extended header of",
        ]
        let names = try sh("ls *.bad").split(separator: "\n").map { String($0.dropLast(4)) }
        #expect(Set(names) == Set(expected.keys))
        let before = try sh("find . -not -path './in*' | sort | sha256sum")
        for name in names {
            let inspected = try qalqan("exchange inspect \(name).bad --config uz.yaml")
            let accepted = try qalqan("exchange accept \(name).bad --config uz.yaml --key tashkent.key")
            #expect(inspected.status == 1 && accepted.status == 1, "\(name)")
            #expect(inspected.output.contains(expected[name] ?? "?"), "\(name): \(inspected.output)")
            #expect(!inspected.output.contains("\u{1b}"), "\(name)")
            #expect(try sh("find in -name 'a.ts' -not -path '*/.*'") == "", "\(name)")
            _ = try sh("rm -rf in && mkdir in")
        }
        #expect(try sh("find . -not -path './in*' | sort | sha256sum") == before)
    }

    /// A folder can hold the same traps.
    @Test func hostileFoldersAreRefused() throws {
        try pack()
        for (trap, reason) in [
            ("ln -s /etc/passwd x/news/l", "a symbolic link"),
            ("rm x/news/a.ts && ln -s /etc/passwd x/news/a.ts", "a symbolic link"),
            ("mkfifo x/news/f", "a device, socket or FIFO"), ("echo x > x/news/extra.ts", "not in its manifest"),
            ("echo x > x/NEWS.ts; mkdir x/News; echo y > x/News/A.ts", "are one file where case"),
            ("mkdir x/void", "nothing of the manifest"),
            ("echo longer >> x/news/a.ts", "the manifest says"),
            ("mv x/news y && ln -s ../y x/news", "a symbolic link"),
        ] {
            _ = try sh("rm -rf x y in && mkdir x in && tar xf b.tar -C x && \(trap)")
            let inspected = try qalqan("exchange inspect x")
            #expect(inspected.status == 1 && inspected.output.contains(reason), "\(trap): \(inspected.output)")
            #expect(try qalqan("exchange accept x --config uz.yaml --key tashkent.key").status == 1)
        }
        // A link in the library's own place of a folder is not followed out of it.
        _ = try sh("rm -rf x y in && mkdir in y && ln -s ../y in/news")
        let accepted = try qalqan(accept)
        #expect(
            accepted.status == 1 && accepted.output.contains("a link or a file, where a folder is needed"),
            "\(accepted.output)")
        #expect(try sh("find y -type f") == "")
    }
}
