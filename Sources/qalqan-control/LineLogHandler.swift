import Foundation
import Logging

/// Log lines on standard error, as the journal of systemd takes them: `<priority>label: message key=value ...`.
struct LineLogHandler: LogHandler {
    let label: String
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] == nil ? "" : "<\(priority(event.level))>"
        line += "\(label): \(event.message)"
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) where !key.hasPrefix("hb.") {
            line += " \(key)=\(value)"
        }
        line += "\n"
        // One write a line, so that the lines of several processes do not mix.
        FileHandle.standardError.write(Data(line.utf8))
    }

    private func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
