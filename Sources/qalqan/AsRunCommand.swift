import AirLog
import ArgumentParser
import AsRunStore
import CLinux
import ControlService
import Foundation
import Realtime
import Timecode

struct AsRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "asrun",
        abstract: "What aired, against what was planned.",
        discussion: """
            Reads the as-run log of the channel; nothing needs to be running. BXF (SMPTE ST 2021-2) reports events under the \
            identifiers that their schedule gave them.

            With --verify every row's place in the chain of hashes is checked, and the heads that the box has signed are held \
            against it: each row that is altered, missing, cut off or out of order is named, and the row from which on nothing \
            is vouched for by a signature. The operators' journal is checked alike. --key takes the box's public key from \
            where you keep it, instead of from the data folder; --head takes heads that were kept elsewhere (an answer of the \
            status port's /status, or lines of heads.jsonl).

            Example:
              qalqan asrun --config channel.yaml --day 2026-11-22 --format csv
              qalqan asrun --verify
              qalqan asrun --verify --data /copy/data --key box.pub --head status-2026-11-22.json
            """)

    @Option(help: ArgumentHelp("Broadcast day; absent: the present one.", valueName: "YYYY-MM-DD"))
    var day: String?

    @Option(help: ArgumentHelp("table, csv, json or bxf.", valueName: "FORMAT"))
    var format = "table"

    @Flag(help: "Check the chain of hashes and the signed heads.")
    var verify = false

    @Option(
        help: ArgumentHelp("With --verify: the box's public key; absent: box.pub of the data folder.", valueName: "PUB")
    )
    var key: String?

    @Option(help: ArgumentHelp("With --verify: heads that were kept elsewhere; may be repeated.", valueName: "FILE"))
    var head: [String] = []

    @OptionGroup var channel: RunningChannel

    func validate() throws {
        guard ["table", "csv", "json", "bxf"].contains(format) else {
            throw ValidationError("--format \(format): expected table, csv, json or bxf")
        }
        if !verify, key != nil || !head.isEmpty { throw ValidationError("--key and --head go with --verify") }
        if let day, CivilDate(day) == nil { throw ValidationError("--day \(day): expected YYYY-MM-DD") }
    }

    func run() async throws {
        let data = DataFolder(path: try channel.dataFolder())
        let reader = AirLogReader(folder: data.log)
        if verify {
            let verification = try AsRunVerification(reader: reader, data: data, key: key, heads: head)
            return try verification.report(json: channel.json)
        }
        let summary = try summary(data)
        let calendar = try calendar(summary, data)
        let store = try store(data)
        do {
            try store.update(from: reader)
        } catch let error as SystemError {
            throw CommandFailure.unreachable("no as-run log there: \(error)")
        }
        let now = calendar.firstFrame(fromUnixNanoseconds: ql_realtime_nanoseconds())
        let date = day.flatMap { CivilDate($0) } ?? calendar.day(of: now)
        let entries = try store.entries(in: calendar.frames(of: date), now: now)
        let report = AsRunReport(entries: entries, calendar: calendar, day: date)
        switch channel.json ? "json" : format {
        case "json": print(JSONText.of(report.rows))
        case "csv": print(report.csv, terminator: "")
        case "bxf": print(report.bxf(channel: summary.id, calendar: calendar, day: date, now: now), terminator: "")
        default: print(report.table)
        }
    }

    /// The index beside the log; one in memory where the data folder cannot be written.
    private func store(_ data: DataFolder) throws -> AsRunStore {
        if let store = try? AsRunStore(path: data.asRunIndex) { return store }
        return try AsRunStore(path: nil)
    }

    /// How the channel names its frames: by its configuration, else by what its control process left in the data folder.
    private func summary(_ data: DataFolder) throws -> ChannelSummary {
        guard let summary = try channel.settings().map(ChannelSummary.init) ?? ChannelSummary(in: data) else {
            throw CommandFailure.unreachable(
                "\(data.path) holds no channel's data; name one with --config or --data")
        }
        return summary
    }

    private func calendar(_ summary: ChannelSummary, _ data: DataFolder) throws -> ChannelCalendar {
        do throws(ChannelSummary.Problem) {
            return try summary.calendar(in: data)
        } catch {
            throw CommandFailure.refused(error.description)
        }
    }
}
