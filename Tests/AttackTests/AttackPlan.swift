/// What an output may show, for `check_attack.py`.
struct AttackPlan: Encodable {
    enum Verdict: Hashable {
        /// Airs in whole: nothing is wrong, or what was done to it does not reach what was proven.
        case whole
        /// Not one frame.
        case withheld
        /// Its own frames up to some frame of a range, and none after that.
        case cut(ClosedRange<Int>)
    }

    struct Channel: Encodable {
        var width = 320
        var height = 180
        var rate = [25, 1]
        var soundRate = 48_000
        var channels = 2
    }

    struct Event: Encodable {
        var id: String
        var clip: Int
        var `in`: Int
        var first: Int
        var frames: Int
        var verdict: String
        var from: Int?
        var to: Int?
    }

    var channel = Channel()
    var events: [Event] = []

    var frames: Int { (events.last?.first ?? 0) + (events.last?.frames ?? 0) }

    mutating func add(_ id: String, clip: Int, in inFrame: Int, frames count: Int, _ verdict: Verdict) {
        var event = Event(
            id: id, clip: clip, in: inFrame, first: frames, frames: count, verdict: "whole", from: nil, to: nil)
        switch verdict {
        case .whole: break
        case .withheld: event.verdict = "withheld"
        case .cut(let range): (event.verdict, event.from, event.to) = ("cut", range.lowerBound, range.upperBound)
        }
        events.append(event)
    }
}
