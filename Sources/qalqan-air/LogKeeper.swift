import AirEngine
import AirLog
import Glibc
import PlayoutCore
import Realtime
import Synchronization
import Timecode

/// The log's thread: turns what the frame thread notes into rows, and makes them durable.
///
/// `@unchecked Sendable`: `run` is entered by one thread, which owns the writer; `stop` only sets a flag and waits.
final class LogKeeper: @unchecked Sendable {
    private let folder: String
    private let engine: FrameEngine
    private let stopFlag = Atomic<Bool>(false)
    private let stopped = Atomic<Bool>(false)

    init(folder: String, engine: FrameEngine) {
        self.folder = folder
        self.engine = engine
    }

    /// The body of the thread.
    func run() {
        // Rows wait in the mailbox until there is a log to write to.
        var opened: AirLogWriter? = open()
        while opened == nil, !stopFlag.load(ordering: .acquiring) {
            engine.logIsFailing.store(true, ordering: .relaxed)
            usleep(1_000_000)
            opened = open()
        }
        if var writer = opened.take() {
            keep(&writer)
        }
        stopped.store(true, ordering: .releasing)
    }

    private func open() -> AirLogWriter? {
        do { return try AirLogWriter(folder: folder, time: engine.time) } catch {
            Main.say("as-run log: \(error)")
            return nil
        }
    }

    private func keep(_ writer: inout AirLogWriter) {
        var isFirst = true
        var failures: UInt64 = 0
        var lastFrame: Int64 = 0
        while true {
            let isStopping = stopFlag.load(ordering: .acquiring)
            while let effect = engine.notes.pop() {
                switch effect {
                case .note(let note):
                    if isFirst { writer.append(mark(.airStarted, note.firstFrame)) }
                    isFirst = false
                    lastFrame = note.lastFrame
                    writer.append(row(note))
                case .retire(let plan): Unmanaged<PlayoutPlan>.fromOpaque(plan).release()
                case .cue, .release: break
                }
            }
            if isStopping { writer.append(mark(.airStopped, lastFrame)) }
            writer.flush()
            engine.logBacklog.store(UInt32(clamping: writer.backlog), ordering: .relaxed)
            engine.logIsFailing.store(writer.isFailing, ordering: .relaxed)
            if writer.failures != failures {
                Main.say("as-run log: a write to \(folder) failed; going on in a new file")
                failures = writer.failures
            }
            if isStopping { return }
            engine.notes.wait(timeoutNanoseconds: 1_000_000_000)
        }
    }

    private func row(_ note: AsRunNote) -> AsRunRow {
        guard let plan = note.plan else { return AsRunRow(note, plan: nil, time: engine.time) }
        return Unmanaged<PlayoutPlan>.fromOpaque(plan)._withUnsafeGuaranteedRef {
            AsRunRow(note, plan: $0, time: engine.time)
        }
    }

    private func mark(_ kind: AsRunRow.Kind, _ frame: Int64) -> AsRunRow {
        AsRunRow(kind: kind, firstFrame: frame, lastFrame: frame, time: engine.time)
    }

    /// Writes what is there and ends. Waits for it, at most 2 s.
    func stop() {
        stopFlag.store(true, ordering: .releasing)
        engine.notes.wake()
        for _ in 0..<400 where !stopped.load(ordering: .acquiring) { usleep(5_000) }
    }
}
