import ArgumentParser
import DeviceUdev
import Glibc

struct DevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Which device has which role, and the rule that gives it one.",
        discussion: """
            Devices are known by the role a udev rule gives them (ENV{QALQAN_ROLE}), never by number. The configuration's \
            outputs name roles.

            Examples:
              qalqan devices
              qalqan devices --watch
              qalqan devices --suggest-rule --role programme-audio
            """)

    @Flag(help: "Go on and show every device that comes or goes, until interrupted.")
    var watch = false

    @Flag(help: "Print the udev rule for every device without a role.")
    var suggestRule = false

    @Option(help: "The role that suggested rules give.")
    var role: String?

    @Option(help: "What a suggested rule knows the device by: port, serial, product or card.")
    var by: String?

    @Flag(help: "Print JSON (with --watch: one document on a line for every change).")
    var json = false

    func run() async throws {
        let key = try ruleKey()
        if let role, !DeviceReport.isRole(role) {
            throw CommandFailure.usage("--role \(role): use small letters, digits and hyphens, as programme-audio")
        }
        if watch {
            try watchDevices()
        } else {
            let report = DeviceReport(try scan())
            if suggestRule {
                try printRules(report, key)
            } else {
                print(json ? JSONText.of(report) : report.text(Ink.standard))
            }
        }
    }

    private func ruleKey() throws -> RuleSuggestion.Key? {
        guard let by else { return nil }
        guard let key = RuleSuggestion.Key(rawValue: by) else {
            throw CommandFailure.usage("--by \(by): expected port, serial, product or card")
        }
        return key
    }

    private func scan() throws -> [Device] {
        do {
            return try Devices.scan()
        } catch {
            throw CommandFailure.unreachable("\(error); is udev running? (systemctl status systemd-udevd)")
        }
    }

    private func printRules(_ report: DeviceReport, _ key: RuleSuggestion.Key?) throws {
        let rules = report.suggestions(role: role, by: key)
        if json {
            print(JSONText.of(rules))
            return
        }
        guard !rules.isEmpty else {
            print(report.devices.isEmpty ? DeviceReport.nothing : "Every device has a role already.")
            return
        }
        print("# Keep the lines you need in \(RuleSuggestion.file), then: sudo sh -c '\(RuleSuggestion.apply)'")
        for rule in rules { print("\n# \(rule.title)\n\(rule.rule)") }
    }

    private func watchDevices() throws {
        let monitor: DeviceMonitor
        do {
            monitor = try DeviceMonitor.open()
        } catch {
            throw CommandFailure.unreachable("\(error); is udev running? (systemctl status systemd-udevd)")
        }
        var last = DeviceReport(try scan())
        Self.show(json ? JSONText.line(of: last) : last.text(Ink.standard))
        while true {
            // Looked at once a second in any case: events can be dropped under a flood.
            _ = monitor.wait(milliseconds: 1000)
            let now = DeviceReport(try scan())
            guard now != last else { continue }
            if json {
                Self.show(JSONText.line(of: now))
            } else {
                for line in now.changes(since: last, Ink.standard) { Self.show(line) }
            }
            last = now
        }
    }

    /// A line at once, so that a reader at the other end of a pipe sees it when it happens.
    private static func show(_ line: String) {
        print(line)
        fflush(nil)
    }
}
