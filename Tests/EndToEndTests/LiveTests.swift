import Foundation
import Testing

/// The channel in real time: frames and samples as they leave a raw output, and what kills do not do to them.
@Suite(.serialized)
struct LiveTests {
    @Test func realTimeProgrammeIsTheList() throws {
        // One item is altered beyond what it shows: not a frame of it airs, here as in `render`.
        let live = try LiveChannel(
            "live", cuts: ["--events", "25", "--shortest", "1", "--longest", "1.4", "--seed", "2"],
            bad: ["altered-late"])
        let status = live.finish()
        #expect(status == 0, "\(live.log)")
        let verdict = try live.verdict()
        #expect(verdict.status == 0, "\(verdict.output)\(verdict.errors)\(live.log)")
    }

    /// Control, an encoder and a decoder die in the middle of the list: the programme has not one wrong frame.
    @Test func killsLeaveTheProgrammeAlone() throws {
        let stream = "{ kind: file, path: \"out.ts\" }"
        let live = try LiveChannel(
            "kills",
            cuts: [
                "--events", "8", "--shortest", "2.5", "--longest", "3", "--only", "1,3,5,9,11,15,18,25", "--seed", "6",
            ],
            outputs: [stream])
        live.wait(after: 2.2)
        let control = try #require(live.killNow("qalqan-control"))
        live.wait(after: 6)
        #expect(live.processes("qalqan-control").contains { $0 != control }, "control is back by itself")
        // The file's encoder dies; the raw output is the one that is being watched.
        let encoders = Set(live.processes("qalqan-encode"))
        let encoder = try #require(live.killNow("qalqan-encode", with: "file"))
        live.wait(after: 9)
        #expect(
            live.processes("qalqan-encode").contains { !encoders.contains($0) }, "encoder \(encoder) is back by itself")
        #expect(live.killNow("qalqan-decode") != nil)
        let status = live.finish()
        #expect(status == 0, "\(live.log)")
        let verdict = try live.verdict()
        #expect(verdict.status == 0, "\(verdict.output)\(verdict.errors)\(live.log)")
    }
}
