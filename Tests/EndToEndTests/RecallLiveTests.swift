import Foundation
import Testing

/// Recalls of items on air, counted in the pictures that leave the channel.
@Suite(.serialized)
struct RecallLiveTests {
    /// One run of like pictures in the output.
    private struct Run {
        var clip: Int
        var first: Int
        var count: Int
        /// Whether each shows the source frame behind the one before.
        var isSteady: Bool
    }

    private struct Event: Decodable {
        var id: String
        var clip: Int
        var first: Int
        var frames: Int
        var file: String
    }

    private struct Cuts: Decodable { var events: [Event] }

    /// House frames from the SMPTE epoch at 25 per second; TAI is 37 s ahead of UTC.
    private static func houseFrame(_ date: Date) -> Int { Int(((date.timeIntervalSince1970 + 37) * 25).rounded(.down)) }

    /// Two more desks of the channel, and the recalls they will give.
    private func desks(_ channel: Channel) throws {
        for name in ["second", "third"] { try Command.qalqan(["key", "new", name], in: channel.folder) }
        var text = try String(contentsOf: channel.configuration, encoding: .utf8)
        let own = "desks: [ { name: bench, country: KZ, key: \"\(channel.media.desk.path).pub\" }"
        #expect(text.contains(own))
        text = text.replacing(
            own,
            with: own + ", { name: second, country: UZ, key: second.pub }, { name: third, country: KG, key: third.pub }"
        )
        try Data(text.utf8).write(to: channel.configuration)
    }

    private func recall(_ channel: Channel, _ file: String, by desk: String) throws -> URL {
        let output = channel.folder.appendingPathComponent("\(desk).recall.json")
        let key = desk == "bench" ? channel.media.desk.path + ".key" : "\(desk).key"
        try Command.qalqan(
            [
                "recall", channel.media.folder.appendingPathComponent(file).path, "--reason", "wrong footage", "--key",
                key,
                "--output", output.path, "--file-only",
            ], in: channel.folder)
        return output
    }

    @Test func anItemOnAirIsGoneWithinASecond() throws {
        let live = try LiveChannel(
            "recall", cuts: ["--events", "3", "--shortest", "6", "--longest", "6.2", "--only", "1,3,5", "--seed", "4"],
            prepare: desks)
        let channel = live.channel
        let cuts = try JSONDecoder().decode(Cuts.self, from: Data(contentsOf: channel.cuts))
        let (first, second) = (cuts.events[0], cuts.events[1])
        let folder = channel.folder.appendingPathComponent("data/recalls")
        func drop(_ file: URL) throws -> Int {
            let frame = Self.houseFrame(Date())
            try FileManager.default.copyItem(at: file, to: folder.appendingPathComponent(file.lastPathComponent))
            return frame
        }
        let strangers = try ["second", "third"].map { try recall(channel, first.file, by: $0) }

        // A desk that has not approved the item: no effect. Another one: two of three.
        live.wait(after: 0.8)
        let alone = try drop(strangers[0])
        live.wait(after: 2.6)
        #expect(live.alarms().contains { $0.contains("does not hold") }, "\(live.alarms())")
        let together = try drop(strangers[1])

        // The desk that approved the next item, over the socket.
        live.wait(after: Double(second.first) / 25 + 1.5)
        let asked = Self.houseFrame(Date())
        let said = try Command.qalqan([
            "recall", channel.media.folder.appendingPathComponent(second.file).path, "--reason", "wrong footage",
            "--key",
            channel.media.desk.path + ".key", "--output", channel.folder.appendingPathComponent("own.recall.json").path,
            "--config", channel.configuration.path,
        ])
        #expect(said.output.contains("off air from frame"), "\(said.output)")
        #expect(live.finish() == 0, "\(live.log)")

        let runs = try runs(live)
        let items = runs.filter { $0.clip != 0 }
        try #require(items.count == 3, "\(runs) \(live.log)")
        let start = Self.houseFrame(live.start)
        // From the first picture of the item to its last, counted in the output.
        #expect(items[0].clip == first.clip && items.allSatisfy(\.isSteady))
        let cut = start + items[0].count
        #expect(cut - together <= 25, "\(cut - together) frames after two desks had asked")
        #expect(cut - alone > 40, "one desk alone has no effect")
        #expect(items[1].clip == second.clip && items[1].first - items[0].first == second.first)
        let other = start + second.first + items[1].count
        #expect(other - asked <= 25, "\(other - asked) frames after its desk had asked")
        #expect(items[1].count < second.frames - 25)
        // What nobody recalled is on in full, and starts on its frame.
        #expect(items[2].clip == cuts.events[2].clip && items[2].count == cuts.events[2].frames)
        #expect(items[2].first - items[0].first == cuts.events[2].first)

        // The as-run tells it.
        let rows = try Command.qalqan(["asrun", "--config", channel.configuration.path, "--format", "json"]).output
        #expect(rows.contains("recalled"), "\(rows)")
    }

    /// Runs of pictures in the caught programme; none of them is empty.
    private func runs(_ live: LiveChannel) throws -> [Run] {
        let outcome = try Command.python("list_codes.py", [live.programme.path, live.channel.cuts.path, "--raw"])
        let seen = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[Any]])
        var runs: [Run] = []
        var before = -1
        for (index, picture) in seen.enumerated() {
            let clip = picture[0] as? Int ?? 0
            let frame = picture[1] as? Int ?? -1
            #expect(picture[2] as? Bool == false, "picture \(index) is empty")
            if let last = runs.indices.last, runs[last].clip == clip {
                runs[last].count += 1
                if clip != 0, frame != before + 1 { runs[last].isSteady = false }
            } else {
                runs.append(Run(clip: clip, first: index, count: 1, isSteady: true))
            }
            before = frame
        }
        return runs
    }
}
