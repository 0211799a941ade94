import AirEngine
import CLinux
import Foundation
import Realtime
import Timecode
import Timeline

/// The decoders of a render: child processes on rings that lie in this one.
///
/// An item is decoded ahead while its file is read through; its ring is handed over when every byte has been proven, as
/// preflight asks on air. A file that is not the sealed one airs in no part, wherever it differs.
///
/// `@unchecked Sendable`: used by the one thread that renders.
final class RenderDecoders: SourceBroker, @unchecked Sendable {
    /// Starts of one decoder after which a crash is final.
    private static let mostStarts = 4

    private struct Decoder {
        let ring: SourceRing
        let arguments: [String]
        let asset: Asset
        var pid: pid_t
        var starts = 1
        /// Whether its ring waits for the file's proof.
        var isHeld = true
    }

    private let format: ChannelFormat
    private let proofs = RenderProofs()
    /// How far the proofs had come when last looked at.
    private var seenProgress: Int64 = 0
    private let program: String
    private let geometry: SourceRing.Geometry
    private var decoders: [UInt64: Decoder] = [:]
    /// Released ones that have not ended yet, and until when they may take their time.
    private var ending: [(pid: pid_t, deadline: Int64)] = []
    weak var desk: SourceDesk?

    init(format: ChannelFormat) throws {
        self.format = format
        program = try Installation.program("qalqan-decode")
        // Deep enough that decoder and compositor run at the same time; no deeper, for memory and cache. The other slots are
        // what decoders refer to, and one to draw into; those that are never needed are never touched.
        geometry = SourceRing.Geometry(depth: 8, pictures: 24)
    }

    func cue(_ request: SourceRequest) {
        let asset = request.asset
        do {
            let ring = try makeRing()
            let arguments = [
                program, "--format", format.token, "--ring", "3", "--control", "4", "--media", asset.path,
                "--tree", asset.treePath, "--digest", hexadecimal(asset.verityDigest), "--size", "\(asset.size)",
                "--in", "\(request.inFrame)", "--frames", "\(request.frames)", "--still", asset.isStill ? "yes" : "no",
            ]
            let pid = try start(arguments, ring)
            decoders[request.key] = Decoder(ring: ring, arguments: arguments, asset: asset, pid: pid)
            handOver(request.key)
        } catch {
            StandardError.write("\(asset.path): cannot start its decoder: \(error)")
            desk?.lost(key: request.key)
        }
    }

    private func makeRing() throws(SystemError) -> SourceRing {
        let data = try SharedMemory.create(
            name: "source", count: SourceRing.byteCount(format: format, geometry: geometry))
        let control = try SharedMemory.create(name: "source-control", count: SourceRing.controlBytes)
        return try SourceRing.create(data: data, control: control, format: format, geometry: geometry)
    }

    /// Hands a ring over once its file is proven. One that is not gets an empty ring that says so.
    private func handOver(_ key: UInt64) {
        guard let decoder = decoders[key], decoder.isHeld else { return }
        switch proofs.standing(of: decoder.asset) {
        case .reading: return
        case .proven: desk?.arrived(key: key, ring: decoder.ring)
        case .refused(let reason):
            StandardError.write("\(decoder.asset.path): \(reason)")
            // What has been decoded of it goes with its ring.
            decoder.ring.requestStop()
            if decoder.pid > 0 {
                kill(decoder.pid, SIGKILL)
                waitpid(decoder.pid, nil, 0)
            }
            decoders[key]!.pid = 0
            guard let empty = try? makeRing() else {
                desk?.lost(key: key)
                break
            }
            empty.setState(.verificationFailed)
            desk?.arrived(key: key, ring: empty)
        }
        decoders[key]!.isHeld = false
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private func start(_ arguments: [String], _ ring: SourceRing) throws(SystemError) -> pid_t {
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in argv { free(pointer) } }
        let descriptors = [ring.data.descriptor, ring.control.descriptor]
        return try SystemError.check(ql_spawn(&argv, environ, descriptors, 2), "start", on: arguments[0])
    }

    func release(key: UInt64) {
        guard let decoder = decoders.removeValue(forKey: key) else { return }
        decoder.ring.requestStop()
        if decoder.pid > 0 { ending.append((decoder.pid, ql_monotonic_nanoseconds() + 2_000_000_000)) }
        supervise()
    }

    /// Reaps what has ended; starts again what has crashed, on the same ring; hands over what has been proven.
    ///
    /// - Returns: whether files are being read through and have come on since the last call: that takes the time it takes.
    @discardableResult
    func supervise() -> Bool {
        for key in Array(decoders.keys) { handOver(key) }
        for (key, decoder) in decoders where decoder.pid > 0 {
            var status: Int32 = 0
            guard waitpid(decoder.pid, &status, WNOHANG) == decoder.pid else { continue }
            decoders[key]!.pid = 0
            let (signal, code) = (ql_wait_status_signal(status), ql_wait_status_exit_code(status))
            // 0, 10, 11 and 12 are verdicts that stand in the ring.
            if signal == 0, [0, 10, 11, 12].contains(code) { continue }
            let how = signal != 0 ? "signal \(signal)" : "status \(code)"
            guard decoder.starts < Self.mostStarts, signal != 0 || code != 2,
                let pid = try? start(decoder.arguments, decoder.ring)
            else {
                StandardError.write("\(decoder.arguments[8]): its decoder ended with \(how); given up")
                decoders[key]!.isHeld = false
                desk?.lost(key: key)
                continue
            }
            StandardError.write("\(decoder.arguments[8]): its decoder ended with \(how); started again")
            decoders[key]!.pid = pid
            decoders[key]!.starts += 1
        }
        reapReleased()
        defer { seenProgress = proofs.progress }
        return seenProgress != proofs.progress
    }

    private func reapReleased() {
        let now = ql_monotonic_nanoseconds()
        ending.removeAll { entry in
            if waitpid(entry.pid, nil, WNOHANG) == entry.pid { return true }
            if now > entry.deadline { kill(entry.pid, SIGKILL) }
            return false
        }
    }

    /// Ends them all.
    func stopAll() {
        for key in Array(decoders.keys) { release(key: key) }
        for entry in ending {
            kill(entry.pid, SIGKILL)
            waitpid(entry.pid, nil, 0)
        }
        ending = []
    }
}
