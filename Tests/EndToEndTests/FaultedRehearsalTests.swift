import Foundation
import Testing

/// `rehearse --seed S --faults PLAN`: what would go out while things go wrong.
struct FaultedRehearsalTests {
    private static let list = """
        qalqan: 1
        day: 2026-11-22
        timeZone: Asia/Almaty
        events:
          - { id: a, media: a.mov, duration: "00:10:00:00" }
          - { id: b, media: b.mov, duration: "00:10:00:00", alternate: { media: spare.mov, in: 50f } }
          - { id: c, start: { at: "06:19:00:00" }, media: c.mov, duration: "00:30:00:00" }
        """

    /// The lines of a rehearsal of the list's first hour.
    private func rehearse(_ options: [String], plan: String? = nil) throws -> [[String: Any]] {
        let folder = try Workshop.scratch("faults")
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(Self.list.utf8).write(to: folder.appendingPathComponent("p.yaml"))
        if let plan { try Data(plan.utf8).write(to: folder.appendingPathComponent("plan.txt")) }
        let outcome = try Command.qalqan(
            ["rehearse", "p.yaml", "--from", "2026-11-22T06:00:00:00@Asia/Almaty", "--for", "1h"] + options, in: folder)
        return try outcome.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    private func digest(_ lines: [[String: Any]]) -> String? { lines.last?["digest"] as? String }

    /// Every frame of the hour once, in order.
    private func isWhole(_ lines: [[String: Any]]) -> Bool {
        let spans = lines.dropLast().compactMap { line -> ClosedRange<Int>? in
            guard let first = line["firstFrame"] as? Int, let last = line["lastFrame"] as? Int else { return nil }
            return first...last
        }
        return spans.count == lines.count - 1
            && zip(spans, spans.dropFirst()).allSatisfy { $0.upperBound + 1 == $1.lowerBound }
            && spans.last!.upperBound - spans.first!.lowerBound + 1 == 90_000
    }

    @Test func withoutFaultsItIsTheSchedule() throws {
        let plain = try rehearse([])
        let none = try rehearse(["--faults", "none"])
        #expect(digest(plain) == digest(none))
    }

    @Test func theSameSeedGivesTheSameLog() throws {
        let first = try rehearse(["--seed", "11"])
        let again = try rehearse(["--seed", "11", "--faults", "all"])
        #expect(isWhole(first) && digest(first) == digest(again))
        let others = try (12...16).map { digest(try rehearse(["--seed", "\($0)"])) }
        #expect(Set(others).count > 1)
    }

    /// A file that is not there when its turn comes, air that dies, and a swapped file on air: each shows where the plan has it.
    @Test func aPlanOfItsOwn() throws {
        let plan = """
            # b (file 1) is missing for the first half hour; air is dead for 10 frames; c (file 3) is swapped 25 minutes in
            at 0 missing-file for 45000 target 1 amount 0
            at 5000 air-crash for 10 target 0 amount 0
            at 37500 swapped-file for 100 target 3 amount 0
            """
        let lines = try rehearse(["--faults", "plan.txt"], plan: plan)
        #expect(isWhole(lines))
        let start = try #require(lines.first?["firstFrame"] as? Int)
        func at(_ frame: Int) -> [String: Any]? {
            lines.first {
                ($0["firstFrame"] as? Int ?? .max) <= start + frame && start + frame <= ($0["lastFrame"] as? Int ?? 0)
            }
        }
        #expect(at(4999)?["source"] as? String == "a.mov" && at(5000)?["reason"] as? String == "lost")
        #expect(at(5009)?["reason"] as? String == "lost" && at(5010)?["inFrame"] as? Int == 5010)
        let spare = try #require(at(15_000))
        #expect(spare["event"] as? String == "b" && spare["source"] as? String == "spare.mov")
        #expect(spare["inFrame"] as? Int == 50 && spare["reason"] as? String == "alternate")
        // The ring had been filled a second ahead; then the slate says why, to the event's end.
        #expect(at(37_499)?["source"] as? String == "c.mov")
        let slate = try #require(at(37_600))
        #expect(slate["source"] as? String == "slate" && slate["reason"] as? String == "altered")
        #expect(slate["fallen"] as? Bool == true && at(73_000)?["reason"] as? String == "altered")
    }

    @Test(arguments: [
        ("at 5 take for 0 target 0 amount 0", "needs a control"),
        ("at 5 slow-file for 9 target 99 amount 0", "there are"),
        ("nonsense", "is not a fault"),
    ])
    func aPlanThatCannotBeIsRefused(plan: String, hint: String) throws {
        let folder = try Workshop.scratch("faults")
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(Self.list.utf8).write(to: folder.appendingPathComponent("p.yaml"))
        try Data(plan.utf8).write(to: folder.appendingPathComponent("plan.txt"))
        let outcome = try Command.run(
            Workshop.qalqan, ["rehearse", "p.yaml", "--from", "now", "--for", "1h", "--faults", "plan.txt"], in: folder)
        #expect(outcome.status == 1 && outcome.errors.contains(hint), "\(outcome)")
    }
}
