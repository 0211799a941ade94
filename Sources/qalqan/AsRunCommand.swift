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
            identifiers that their schedule gave them. With --verify every row's place in the chain of \
            hashes is checked and the first bad row is named.

            Example:
              qalqan asrun --config channel.yaml --day 2026-11-22 --format csv
              qalqan asrun --verify
            """)

    @Option(help: ArgumentHelp("Broadcast day; absent: the present one.", valueName: "YYYY-MM-DD"))
    var day: String?

    @Option(help: ArgumentHelp("table, csv, json or bxf.", valueName: "FORMAT"))
    var format = "table"

    @Flag(help: "Check the log's chain of hashes.")
    var verify = false

    @OptionGroup var channel: RunningChannel

    func validate() throws {
        guard ["table", "csv", "json", "bxf"].contains(format) else {
            throw ValidationError("--format \(format): expected table, csv, json or bxf")
        }
        if let day, CivilDate(day) == nil { throw ValidationError("--day \(day): expected YYYY-MM-DD") }
    }

    func run() async throws {
        let data = DataFolder(path: try channel.dataFolder())
        let reader = AirLogReader(folder: data.log)
        if verify { return try verify(reader, data) }
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

    private func verify(_ reader: AirLogReader, _ data: DataFolder) throws {
        // Asked before anything is read into it: the index of a log that was cut off is made again.
        let index =
            FileManager.default.fileExists(atPath: data.asRunIndex) ? try? AsRunStore(path: data.asRunIndex) : nil
        let witness = try? index?.witness()
        var verdict: AirLogReader.Verdict
        do throws(SystemError) {
            verdict = try reader.verify(hashOf: witness?.sequence)
        } catch {
            throw CommandFailure.unreachable("no as-run log there: \(error)")
        }
        if let contradiction = try? index?.contradiction({ verdict.hashes[$0] }) {
            verdict.faults.append(AirLogReader.Fault(file: "the end of the log", line: 0, what: contradiction))
        }
        if channel.json {
            print(
                JSONText.of(
                    Verification(
                        rows: verdict.rows, files: verdict.files, head: verdict.head,
                        faults: verdict.faults.map(\.description))))
        } else if verdict.faults.isEmpty {
            print("\(verdict.rows) rows in \(verdict.files) files: the chain is whole; head \(verdict.head)")
        }
        guard verdict.faults.isEmpty else {
            if channel.json { throw ExitCode(1) }
            throw CommandFailure.refused(verdict.faults.map { "\(reader.folder)/\($0)" }.joined(separator: "\n"))
        }
    }

    private struct Verification: Encodable {
        let rows: Int
        let files: Int
        let head: String
        let faults: [String]
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
