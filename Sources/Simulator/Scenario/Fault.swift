/// One thing that happens to a simulated channel.
package struct Fault: Hashable, Sendable {
    package var kind: FaultKind
    /// House frame, counted from the first one of the run.
    package var at: Int64
    /// How long it lasts, in frames; 0 for what has no duration.
    package var frames: Int64
    /// Number of the file or the day it is about.
    package var target: Int
    package var amount: Int64

    package init(_ kind: FaultKind, at: Int64, frames: Int64 = 0, target: Int = 0, amount: Int64 = 0) {
        self.kind = kind
        self.at = at
        self.frames = frames
        self.target = target
        self.amount = amount
    }

    /// First frame after it.
    package var end: Int64 { at + frames }
}

extension Fault: CustomStringConvertible {
    /// `at 1200 slow-file for 250 target 7 amount 0`; reads back as the same fault.
    package var description: String { "at \(at) \(kind.rawValue) for \(frames) target \(target) amount \(amount)" }

    /// Reads what `description` writes; `nil` for anything else.
    package init?(_ line: Substring) {
        let words = line.split(separator: " ")
        guard words.count == 9, words[0] == "at", let at = Int64(words[1]),
            let kind = FaultKind(rawValue: String(words[2])),
            words[3] == "for", let frames = Int64(words[4]), words[5] == "target", let target = Int(words[6]),
            words[7] == "amount", let amount = Int64(words[8]), at >= 0, frames >= 0, target >= 0, amount >= 0,
            at < 1 << 40, frames < 1 << 40, amount < 1 << 40
        else { return nil }
        self.init(kind, at: at, frames: frames, target: target, amount: amount)
    }
}
