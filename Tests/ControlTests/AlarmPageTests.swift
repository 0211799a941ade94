import Foundation
import Testing

@testable import ControlService

/// `docs/ALARMS.md` has a line for every alarm.
@Suite("The page of alarms")
struct AlarmPageTests {
    @Test func everyAlarmIsExplained() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/ALARMS.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        for code in AlarmCode.allCases { #expect(text.contains("\n| `\(code.rawValue)`"), "\(code.rawValue)") }
    }
}
