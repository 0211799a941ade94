import Glibc
import Timecode
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

/// Measures what trust costs, inside one process, in CPU time: `trust-bench MODE ...`, one line of JSON each. `trust.py` runs it.
@main
enum Main {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        switch words.first {
        case "seal" where words.count == 2: digests(of: words[1])
        case "prove" where words.count == 2: prove(words[1])
        case "read" where words.count == 3: read(words[1], readers: Int(words[2]) ?? 1)
        case "seals" where words.count == 4:
            seals(below: words[1], count: Int(words[2]) ?? 1000, size: (Int64(words[3]) ?? 540) * 1_000_000)
        default:
            say("trust-bench seal FILE | prove FILE | read FILE READERS | seals FOLDER COUNT MEGABYTES")
            exit(2)
        }
    }

    /// Seconds of CPU time, user and system, of this process.
    static func cpu() -> Double {
        seconds(CLOCK_PROCESS_CPUTIME_ID)
    }

    static func wall() -> Double { seconds(CLOCK_MONOTONIC) }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func report(_ mode: String, bytes: Int64, seconds: Double, more: String = "") {
        let rate = Double(bytes) / max(seconds, 1e-9) / 1e6
        print("{\"mode\":\"\(mode)\",\"bytes\":\(bytes),\"cpu\":\(seconds),\"megabytesPerCPUSecond\":\(rate)\(more)}")
    }

    static func fail(_ text: String) -> Never {
        say("trust-bench: \(text)")
        exit(1)
    }

    private static func say(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// Both digests of a file from one reading, as `seal` takes them.
    static func digests(of path: String) {
        let start = cpu()
        do throws(VerifiedFileError) {
            let digests = try MediaDigests.read(path)
            report("seal", bytes: digests.tree.size, seconds: cpu() - start)
        } catch { fail("\(path): \(error)") }
    }

    private static func tree(of path: String) -> (tree: VerityTree, leaves: String) {
        do {
            let digests = try MediaDigests.read(path)
            let leaves = path + ".bench.tree"
            try SmallFile.replace(leaves, with: digests.tree.encoded)
            return (digests.tree, leaves)
        } catch { fail("\(path): \(error)") }
    }

    /// The whole file against its leaves, as preflight does.
    static func prove(_ path: String) {
        let (tree, leaves) = tree(of: path)
        unlink(leaves)
        let start = cpu()
        do throws(VerifiedFileError) { try tree.prove(path) } catch { fail("\(path): \(error)") }
        report("prove", bytes: tree.size, seconds: cpu() - start)
    }

    /// The file block by block through as many readers as a decoder has, each from start to end, in demuxers' pieces.
    static func read(_ path: String, readers: Int) {
        let (tree, leaves) = tree(of: path)
        defer { unlink(leaves) }
        do throws(VerifiedFileError) {
            let first = try VerifiedFile(path: path, treePath: leaves, digest: tree.digest, size: tree.size)
            let files = [first] + (1..<max(1, readers)).map { _ in VerifiedFile(sharing: first) }
            let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 64)
            defer { piece.deallocate() }
            let start = cpu()
            var offset: Int64 = 0
            while offset < tree.size {
                var got = 0
                for file in files { got = try file.read(at: offset, into: piece) }
                offset += Int64(got)
            }
            report("read", bytes: tree.size, seconds: cpu() - start, more: ",\"readers\":\(readers)")
        } catch { fail("\(path): \(error)") }
    }

    /// As many seals as a day has items, inspected as `check` and control do: the media are not read.
    static func seals(below folder: String, count: Int, size: Int64) {
        let key = SigningKey()
        do {
            let bytes = [UInt8](repeating: 7, count: 200_000)
            try SmallFile.replace(folder + "/seed", with: bytes)
            let digests = try MediaDigests.read(folder + "/seed")
            unlink(folder + "/seed")
            for index in 0..<count {
                // Media that take no room: their sealed size is what counts here.
                let path = "\(folder)/item-\(index).mov"
                let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
                guard descriptor >= 0, ftruncate(descriptor, off_t(size)) == 0 else { fail("cannot make \(path)") }
                close(descriptor)
                let leaves = VerityTree(
                    size: size,
                    leaves: [UInt8](repeating: UInt8(index & 255), count: VerityTree.blocks(in: size) * 32))!
                let technical = TechnicalFacts(
                    container: "mov", duration: Ratio(1800, 1), isStill: false, video: nil, audio: [],
                    startTimecode: nil)
                var signed = SignedSeal(
                    SealStatement(
                        name: "item-\(index).mov", size: leaves.size, sha256: digests.sha256,
                        verityDigest: leaves.digest, serial: "\(index)", sealedAt: TAIInstant(nanoseconds: 0),
                        technical: technical))
                try signed.envelope.sign(with: key)
                try SmallFile.replace(SealPaths(media: path).seal, with: signed.envelope.json)
                try SmallFile.replace(SealPaths(media: path).tree, with: leaves.encoded)
            }
        } catch { fail("\(error)") }
        let desk = Desk(name: "bench", country: "KZ", keyPath: "bench.pub")
        let inspector = SealInspector(
            desks: TrustedDesks(entries: [TrustedDesks.Entry(desk: desk, key: key.verifyingKey)]), policy: TrustPolicy()
        )
        let (start, began) = (cpu(), wall())
        var accepted = 0
        for index in 0..<count where inspector.inspect(media: "\(folder)/item-\(index).mov").verdict.isAccepted {
            accepted += 1
        }
        guard accepted == count else { fail("\(count - accepted) of \(count) seals were not accepted") }
        report("seals", bytes: 0, seconds: cpu() - start, more: ",\"seals\":\(count),\"wall\":\(wall() - began)")
    }
}
