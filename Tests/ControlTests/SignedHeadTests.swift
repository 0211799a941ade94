import AirLog
import Foundation
import Logging
import Testing
import Timecode
import TrustCrypto
import TrustFormats

@testable import ControlService

/// The as-run log's signed heads: what `asrun --verify` and the regulator's script say of a log that was tampered with.
@Suite("Signed heads")
struct SignedHeadTests {
    private let time = HouseTime(rate: .fps25)
    private let zero = HouseTime(rate: .fps25).firstFrame(
        from: LeapSeconds.builtIn.tai(unixNanoseconds: Rig.start * 1_000_000_000))

    private func rows(_ numbers: ClosedRange<Int>, day: Int64, in bench: Bench) throws {
        var writer = try AirLogWriter(folder: bench["asrun"], time: time)
        for number in numbers {
            let first = zero + day * 86_400 * 25 + Int64(number) * 25
            var row = AsRunRow(kind: .end, firstFrame: first, lastFrame: first + 24, time: time)
            row.event = "event-\(number) \"қ\""
            writer.append(row)
        }
        let isWritten = writer.flush()
        #expect(isWritten)
    }

    private func sign(_ bench: Bench, at utc: String) throws -> StatusDocument.Heads {
        var signer = HeadSigner(key: try BoxKey(in: bench.path), data: DataFolder(path: bench.path), channel: "one")
        let (heads, problem) = signer.sign(AirLogReader(folder: bench["asrun"]), journal: nil, frame: 0, utc: utc)
        #expect(problem == nil)
        return heads
    }

    /// Three files, 20 rows; all but the last two are signed.
    private func log() throws -> (bench: Bench, kept: String) {
        let bench = Bench()
        try rows(1...8, day: 0, in: bench)
        _ = try sign(bench, at: "2026-11-22T04:00:00.000Z")
        try rows(9...14, day: 1, in: bench)
        _ = try sign(bench, at: "2026-11-23T04:00:00.000Z")
        try rows(15...18, day: 2, in: bench)
        let heads = try sign(bench, at: "2026-11-24T04:00:00.000Z")
        try rows(19...20, day: 2, in: bench)
        bench.write(
            String(decoding: try ControlCoding.encode(["heads": heads]), as: UTF8.self), to: "../\(bench.name).status")
        return (bench, bench["../\(bench.name).status"])
    }

    private struct Told: Equatable {
        var status: Int32
        /// Numbers of the rows that the first faults name.
        var first: String
    }

    /// The first thing each says: its row.
    private static func told(_ result: (status: Int32, output: String)) -> Told {
        let fault = result.output.split(separator: "\n").first { line in
            !line.contains("is whole") && !line.contains("signed up to") && !line.hasPrefix("from row")
                && !line.hasPrefix("the key is")
        }
        let row = fault.flatMap { $0.firstMatch(of: #/rows? (\d+)/#).map { String($0.1) } }
        return Told(status: result.status, first: row ?? fault.map(String.init) ?? "")
    }

    private func ours(_ bench: Bench, _ more: [String] = []) throws -> (status: Int32, output: String) {
        let command = ["asrun", "--verify", "--data", bench.path] + more
        return try Bench.run(Bench.programs + "/qalqan", arguments: command)
    }

    private func theirs(_ bench: Bench, key: String? = nil) throws -> (status: Int32, output: String) {
        try Bench.run(
            Bench.python, "-B", Bench.root + "/docs/verify_asrun.py", bench.path, key ?? bench["box.pub"])
    }

    @Test func aWholeLogIsVouchedForUpToItsLastSignedRow() async throws {
        try await OwnThread.run {
            let (bench, kept) = try log()
            defer { unlink(kept) }
            let mode = try FileManager.default.attributesOfItem(atPath: bench["box.key"])[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let ours = try ours(bench)
            #expect(
                ours.status == 0 && ours.output.contains("20 rows in 3 files: the chain is whole, signed up to row 18"))
            #expect(ours.output.contains("from row 19 on, 2 rows are not covered by a signed head"))
            let theirs = try theirs(bench)
            #expect(theirs.status == 0, "\(theirs.output)")
            #expect(theirs.output.hasPrefix("20 rows, signed up to row 18; head "))
            #expect(theirs.output.contains("from row 19 on no signed head covers the log"))
            // Each file that was left has its end signed.
            let heads = try #require(try HeadFile(path: bench["heads.jsonl"]).read())
            #expect(heads.heads.filter { $0.head.head.endsFile == true }.map(\.head.head.row) == [8, 14])
            #expect(try self.ours(bench, ["--head", kept, "--key", bench["box.pub"]]).status == 0)
            // A key of somebody else: nothing is vouched for.
            bench.write(SigningKey().verifyingKey.pem, to: "other.pub")
            let other = try self.ours(bench, ["--key", bench["other.pub"]])
            #expect(other.output.contains("from row 1 on, 20 rows are not covered by a signed head"))
            #expect(try self.theirs(bench, key: bench["other.pub"]).status == 1)
        }
    }

    /// How somebody with the disk in his hands could change the record.
    enum Tampering: String, CaseIterable {
        case alters, removes, removesSeveral, swaps, repeats, replacesFromAnotherLog, dropsAFile, cutsOff
        case cutsOffAFile, rewritesFrom, altersAHead, forgesAHead
    }

    @Test(arguments: Tampering.allCases)
    func everyTamperingIsNamedByBoth(_ kind: Tampering) async throws {
        try await OwnThread.run {
            let (bench, kept) = try log()
            defer { unlink(kept) }
            let expected = try tamper(bench, kind)
            let (ours, theirs) = (try ours(bench), try theirs(bench))
            #expect(Self.told(ours) == Told(status: 1, first: expected), "\(ours.output)")
            if kind == .altersAHead || kind == .forgesAHead {
                // The script says the line of the head.
                #expect(theirs.status == 1 && theirs.output.contains("heads.jsonl:"), "\(theirs.output)")
            } else {
                #expect(Self.told(theirs) == Told(status: 1, first: expected), "\(theirs.output)")
            }
        }
    }

    private func tamper(_ bench: Bench, _ kind: Tampering) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: bench["asrun"]).sorted()
        var lines = names.map { name in
            String(decoding: bench.read("asrun/" + name), as: UTF8.self).split(separator: "\n").map(String.init)
        }
        func write() {
            for (name, lines) in zip(names, lines) {
                bench.write(lines.map { $0 + "\n" }.joined(), to: "asrun/" + name)
            }
        }
        switch kind {
        case .alters:
            lines[1][2] = lines[1][2].replacing("event-11", with: "event-99")
            write()
            return "11"
        case .removes:
            lines[1].remove(at: 1)
            write()
            return "10"
        case .removesSeveral:
            lines[0].removeSubrange(2...4)
            write()
            return "3"
        case .swaps:
            lines[2].swapAt(0, 1)
            write()
            return "15"
        case .repeats:
            lines[2].insert(lines[2][1], at: 2)
            write()
            return "16"
        case .replacesFromAnotherLog:
            let other = Bench()
            try rows(101...120, day: 0, in: other)
            let name = try FileManager.default.contentsOfDirectory(atPath: other["asrun"])[0]
            let foreign = String(decoding: other.read("asrun/" + name), as: UTF8.self).split(separator: "\n")
            lines[0][5] = String(foreign[5])
            write()
            return "6"
        case .dropsAFile:
            try FileManager.default.removeItem(atPath: bench["asrun/" + names[1]])
            return "9"
        case .cutsOff:
            lines[2].removeSubrange(2...)
            write()
            return "17"
        case .cutsOffAFile:
            try FileManager.default.removeItem(atPath: bench["asrun/" + names[2]])
            return "15"
        case .rewritesFrom:
            // Somebody who knows the chain writes the second day anew, hashes and all, and drops the third.
            for name in names[1...] { try FileManager.default.removeItem(atPath: bench["asrun/" + name]) }
            try rows(109...118, day: 1, in: bench)
            return "14"
        case .altersAHead:
            var heads = String(decoding: bench.read("heads.jsonl"), as: UTF8.self).split(separator: "\n")
            let head = try SignedHead(json: Array(heads[1].utf8))
            var later = head.head
            later.signedAt = "2027-01-01T00:00:00.000Z"
            let forged = DSSEEnvelope(
                payloadType: LogHead.payloadType, payload: try ControlCoding.encode(later),
                signatures: head.envelope.signatures)
            heads[1] = Substring(String(decoding: forged.jsonLine.dropLast(), as: UTF8.self))
            bench.write(heads.map { $0 + "\n" }.joined(), to: "heads.jsonl")
            return "\(head.head.row)"
        case .forgesAHead:
            let text = String(decoding: bench.read("heads.jsonl"), as: UTF8.self)
            bench.write(text + "{\"payload\":\"e30=\",\"payloadType\":\"x\",\"signatures\":[]}\n", to: "heads.jsonl")
            return "heads.jsonl:6: not a log's head but x"
        }
    }

    /// Log and heads cut off together: only what was kept elsewhere tells.
    @Test func headsKeptElsewhereShowACutThatTheBoxHides() async throws {
        try await OwnThread.run {
            let (bench, kept) = try log()
            defer { unlink(kept) }
            let last = try FileManager.default.contentsOfDirectory(atPath: bench["asrun"]).sorted()[2]
            try FileManager.default.removeItem(atPath: bench["asrun/" + last])
            let heads = String(decoding: bench.read("heads.jsonl"), as: UTF8.self).split(separator: "\n")
            let stay = try heads.filter { try SignedHead(json: Array($0.utf8)).head.row <= 14 }
            bench.write(stay.map { $0 + "\n" }.joined(), to: "heads.jsonl")
            #expect(try ours(bench).status == 0)
            let told = try ours(bench, ["--head", kept])
            #expect(told.status == 1 && told.output.contains("rows 15 to 18 are missing at the end"), "\(told.output)")
        }
    }

    /// Control vouches for what it sees arrive, shows it, and says when what it vouched for is not there any more.
    @Test func theFollowerSignsAndNoticesTampering() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day()])
        await rig.control.open()
        let bench = Bench()
        let data = DataFolder(path: bench.path)
        try rows(1...5, day: 0, in: bench)
        func follower() throws -> AsRunFollower {
            try AsRunFollower(
                data: data, composer: rig.control.composer,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                onFall: { _ in })
        }
        var follow = try follower()
        await follow.follow()
        let heads = try #require(rig.control.composer.document().heads)
        #expect(heads.asRun?.row == 5 && heads.journal?.row == rig.control.composer.journalHead?.number)
        #expect(heads.keyId == (try VerifyingKey(pem: heads.publicKey)).keyID)
        // The same end is not signed twice; what comes is.
        await follow.follow()
        try rows(6...7, day: 0, in: bench)
        await follow.follow()
        let signed = try #require(try HeadFile(path: data.heads).read()).heads.map(\.head.head)
        #expect(signed.filter { $0.log == .asRun }.map(\.row) == [5, 7])
        // A restarted control goes on where the signed end is.
        follow = try follower()
        await follow.follow()
        #expect(rig.control.composer.document().heads?.asRun?.row == 7)
        #expect(!rig.control.composer.document().alarms.contains { $0.code == .asRunLog })
        let name = try FileManager.default.contentsOfDirectory(atPath: bench["asrun"])[0]
        let text = String(decoding: bench.read("asrun/" + name), as: UTF8.self)
        let cut = text.split(separator: "\n").dropLast(1).map { $0 + "\n" }.joined()
        bench.write(cut, to: "asrun/" + name)
        follow = try follower()
        await follow.follow()
        let alarm = try #require(rig.control.composer.document().alarms.first { $0.code == .asRunLog })
        #expect(alarm.severity == .critical && alarm.text.contains("row 7"))
    }
}
