import DeviceUdev

/// What `qalqan devices` tells: the devices of the box and who has which role.
struct DeviceReport: Codable, Equatable {
    struct Suggestion: Codable {
        let device: String
        let title: String
        let rule: String
    }

    let devices: [Device]
    let roles: [RoleBinding]

    static let nothing = """
        No device that could have a role is plugged in (sound card, contact closures, serial port, video input, screen).
        The channel runs without: streams, HLS and files need none.
        """

    init(_ devices: [Device]) {
        self.devices = devices
        roles = RoleBinding.bind(devices)
    }

    static func isRole(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" }
    }

    var withoutRole: [Device] { devices.filter { $0.role == nil } }

    func suggestions(role: String?, by key: RuleSuggestion.Key?) -> [Suggestion] {
        withoutRole.compactMap { device in
            let role = role ?? RuleSuggestion.likelyRole(of: device.kind)
            return RuleSuggestion.rule(for: device, role: role, by: key).map {
                Suggestion(device: device.name, title: Self.describe(device), rule: $0)
            }
        }
    }

    /// The whole report in words.
    func text(_ ink: Ink) -> String {
        guard !devices.isEmpty else { return Self.nothing }
        var lines: [String] = []
        if !roles.isEmpty {
            lines.append(ink.strong("Roles"))
            for binding in roles {
                lines.append("  \(ink.good(binding.role))  \(Self.describe(binding.device))")
                for spare in binding.spares { lines.append("    \(ink.dim("steps in:")) \(Self.describe(spare))") }
                if let conflict = binding.conflict { lines.append("    \(ink.caution("conflict:")) \(conflict)") }
            }
        }
        if !withoutRole.isEmpty {
            if !lines.isEmpty { lines.append("") }
            lines.append(ink.strong("Without a role"))
            for device in withoutRole { lines.append("  \(Self.describe(device))") }
            lines.append(ink.dim("  qalqan devices --suggest-rule prints the rules that would give them one"))
        }
        return lines.joined(separator: "\n")
    }

    /// What is different from an earlier report, one line each.
    func changes(since old: DeviceReport, _ ink: Ink) -> [String] {
        var lines: [String] = []
        for device in devices where !old.devices.contains(where: { $0.systemPath == device.systemPath }) {
            lines.append("\(ink.good("+")) \(Self.describe(device))")
        }
        for device in old.devices where !devices.contains(where: { $0.systemPath == device.systemPath }) {
            lines.append("\(ink.bad("-")) \(Self.describe(device))")
        }
        for device in devices {
            guard let before = old.devices.first(where: { $0.systemPath == device.systemPath }) else { continue }
            // A card is seen before its PCMs: what it can do is told when it is known.
            if Self.describe(before) != Self.describe(device) {
                lines.append("\(ink.caution("~")) \(Self.describe(device))")
            }
        }
        let names = Set(roles.map(\.role)).union(old.roles.map(\.role)).sorted()
        for name in names {
            let before = old.roles.first { $0.role == name }
            let after = roles.first { $0.role == name }
            guard before?.device.systemPath != after?.device.systemPath || before?.conflict != after?.conflict else {
                continue
            }
            if let after {
                lines.append("  \(name) is \(Self.describe(after.device))")
                if let conflict = after.conflict { lines.append("    \(ink.caution("conflict:")) \(conflict)") }
            } else {
                lines.append("  \(ink.bad(name)) has no device")
            }
        }
        return lines
    }

    /// A device in one line: what it is, how it is reached, where it is plugged in.
    static func describe(_ device: Device) -> String {
        var parts = [device.title]
        if let pcm = device.playbackPCM {
            parts.append(pcm)
        } else if device.card != nil {
            parts.append("no playback")
        } else if let node = device.node {
            parts.append(node)
        }
        if let port = device.port { parts.append("at \(port)") }
        if let serial = device.serial { parts.append("serial \(serial)") }
        if device.priority != 0 { parts.append("priority \(device.priority)") }
        return "\(device.kind.rawValue) \(device.name): \(parts.joined(separator: ", "))"
    }
}
