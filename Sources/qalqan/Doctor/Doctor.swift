import ChannelConfiguration
import DeviceUdev
import Glibc
import Playlist

/// Examines the box: what works, what is missing, and what mends it.
struct Doctor {
    /// Path of the channel's configuration; `nil` = the box alone.
    let configuration: String?

    func examine() -> [Finding] {
        var findings = Programs.examine()
        findings += RealTimeRights.examine()
        findings += ClockCheck.examine()
        let (settings, ofConfiguration) = readConfiguration()
        findings += ofConfiguration
        findings += CalendarCheck.examine(settings)
        findings += StorageCheck.examine(settings?.dataFolder ?? Installation.demoData, isConfigured: settings != nil)
        if let settings { findings += BoxKeyCheck.examine(settings.dataFolder) }
        findings += FontCheck.examine()
        findings += DeviceCheck(roles: Self.soundRoles(settings)).examine()
        return findings
    }

    private func readConfiguration() -> (ChannelSettings?, [Finding]) {
        guard let configuration else {
            return (
                nil,
                [
                    Finding(
                        "configuration", .note, "no configuration was given: only the box was examined",
                        remedy: "qalqan doctor --config channel.yaml")
                ]
            )
        }
        let (settings, diagnostics) = ConfigurationSurvey.load(configuration)
        var findings = diagnostics.map { diagnostic in
            Finding(
                "configuration", diagnostic.severity == .error ? .error : .warning, Self.place(diagnostic),
                remedy: diagnostic.remedy)
        }
        if let settings {
            findings.append(
                Finding("configuration", .good, "\(configuration): channel \(settings.channel.displayName)"))
        }
        return (settings, findings)
    }

    private static func place(_ diagnostic: Diagnostic) -> String {
        let mark = diagnostic.mark == .none ? "" : ":\(diagnostic.mark.line)"
        return "\(diagnostic.file)\(mark): \(diagnostic.message)"
    }

    /// Roles that the configuration's sound outputs ask for.
    private static func soundRoles(_ settings: ChannelSettings?) -> [String]? {
        guard let settings else { return nil }
        return settings.outputs.compactMap { output in
            guard case .audio(let audio) = output.kind, case .role(let role) = audio.target else { return nil }
            return role
        }
    }
}
