/// What happens to one file, and when.
struct FileTrouble: Sendable {
    private let faults: [Fault]
    private let origin: Int64
    private let changes: [Int64]
    let isQuiet: Bool

    /// - Parameter origin: house frame from which faults count.
    init(file: Int, of plan: FaultPlan, origin: Int64) {
        faults = plan.faults.filter { FaultKind.files.contains($0.kind) && $0.kind != .lateSeal && $0.target == file }
        self.origin = origin
        isQuiet = faults.isEmpty
        changes = Set(faults.flatMap { [origin + $0.at, origin + $0.end] }).sorted()
    }

    /// The fault of a kind that is on at `frame`, its end as a house frame.
    func active(_ kind: FaultKind, at frame: Int64) -> (end: Int64, amount: Int64)? {
        guard !isQuiet else { return nil }
        for fault in faults where fault.kind == kind && origin + fault.at <= frame && frame < origin + fault.end {
            return (origin + fault.end, fault.amount)
        }
        return nil
    }

    func begins(_ kind: FaultKind, at frame: Int64) -> Bool {
        faults.contains { $0.kind == kind && origin + $0.at == frame }
    }

    /// The next frame on which one begins or ends; `Int64.max` when none does.
    func nextChange(after frame: Int64) -> Int64 { changes.first { $0 > frame } ?? .max }

    /// The faults that were on at any time of a run of frames.
    func touching(_ frames: ClosedRange<Int64>) -> [Fault] {
        guard !isQuiet else { return [] }
        return faults.filter { origin + $0.at <= frames.upperBound && origin + $0.end >= frames.lowerBound }
    }

    func touches(_ frames: ClosedRange<Int64>) -> Bool { !touching(frames).isEmpty }
}
