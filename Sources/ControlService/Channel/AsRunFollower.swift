import AirLog
import AsRunStore
import ChannelConfiguration
import Foundation
import Logging
import Timecode
import TrustFormats

/// Keeps the as-run index up with air's log, tells the status what aired, and control what fell.
package actor AsRunFollower {
    package typealias Fall = @Sendable (AsRunRow) async -> Void

    private let store: AsRunStore
    private let reader: AirLogReader
    private let composer: StatusComposer
    private let onFall: Fall
    private let logger: Logger
    private var lastFall: UInt64?
    private var seen: [String: FileIdentity] = [:]
    private let folder: String
    /// What signs the logs' heads; `nil` when the box has no key.
    private var signer: HeadSigner?

    package init(data: DataFolder, composer: StatusComposer, logger: Logger, onFall: @escaping Fall) throws {
        do {
            store = try AsRunStore(path: data.asRunIndex)
        } catch {
            // The index is only an index: a damaged one is put aside and made again.
            logger.warning("the as-run index is made again", metadata: ["because": "\(error)"])
            for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: data.asRunIndex + ending) }
            store = try AsRunStore(path: data.asRunIndex)
        }
        reader = AirLogReader(folder: data.log)
        folder = data.log
        do throws(SealProblem) {
            signer = HeadSigner(
                key: try BoxKey(in: data.path), data: data, channel: composer.settings.channel.id)
        } catch {
            logger.error("the logs' heads are not signed", metadata: ["because": "\(error)"])
        }
        self.composer = composer
        self.logger = logger
        self.onFall = onFall
    }

    /// Follows until cancelled.
    package func run() async {
        while !Task.isCancelled {
            await follow()
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Takes what is new.
    package func follow() async {
        let now = composer.frame
        var isChanged = false
        do {
            // The folder is looked at before the log is read: what comes in between is read next time.
            let listing = Self.listing(folder)
            isChanged = listing != seen
            if isChanged {
                try store.update(from: reader)
                seen = listing
            }
            let rate = composer.calendar.time.rate
            let window = (now - 4 * 3600 * rate.numerator / rate.denominator)..<(now + 1)
            composer.update(actual: Self.actual(try store.entries(in: window, now: now), now: now))
            let known = try lastFall ?? store.lastSequence()
            lastFall = known
            for row in try store.falls(after: known) {
                lastFall = row.sequence
                await onFall(row)
            }
        } catch {
            logger.warning("the as-run log cannot be read", metadata: ["because": "\(error)"])
        }
        signHeads(isChanged: isChanged, at: now)
    }

    /// Vouches for the ends of the as-run log and of the journal as they are now, and shows them.
    private func signHeads(isChanged: Bool, at now: Int64) {
        guard var signer else { return }
        let calendar = composer.calendar
        let (state, problem) = signer.sign(
            isChanged ? reader : nil, journal: composer.journalHead, frame: now, utc: calendar.utcText(of: now))
        self.signer = signer
        composer.update(heads: state)
        guard let problem else {
            if composer.withAlarms({ $0.clear(.asRunLog, subject: "heads") }) {
                logger.info("the logs' heads are signed again")
            }
            return
        }
        let isNew = composer.withAlarms {
            $0.raise(
                .asRunLog, .critical, subject: "heads", problem.text, remedy: problem.remedy, at: now,
                utc: calendar.utcText(of: now))
        }
        if isNew { logger.error("\(problem.text)", metadata: ["alarm": "\(AlarmCode.asRunLog.rawValue)"]) }
    }

    /// What aired of each event, from its pieces.
    static func actual(_ entries: [AsRunEntry], now: Int64) -> [StatusComposer.ActualKey: StatusComposer.Actual] {
        var result: [StatusComposer.ActualKey: StatusComposer.Actual] = [:]
        for entry in entries where !entry.event.isEmpty && entry.role != "lost" {
            let key = StatusComposer.ActualKey(event: entry.event, plannedFirstFrame: entry.plannedFirstFrame)
            let end: Int64? = entry.isClosed || entry.lastFrame < now ? entry.lastFrame + 1 : nil
            if var known = result[key] {
                known.endFrame = end
                if entry.role != "item", !entry.reason.isEmpty { known.falls += 1 }
                result[key] = known
            } else {
                result[key] = StatusComposer.Actual(firstFrame: entry.firstFrame, endFrame: end, falls: 0)
            }
        }
        return result
    }

    private static func listing(_ folder: String) -> [String: FileIdentity] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var result: [String: FileIdentity] = [:]
        for name in names where name.hasSuffix(".jsonl") { result[name] = FileIdentity(path: folder + "/" + name) }
        return result
    }
}
