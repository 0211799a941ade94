import DeviceUdev
import Glibc

/// Whether the devices that the configuration's roles need are there.
struct DeviceCheck {
    /// Roles that sound outputs ask for; `nil` without a configuration.
    let roles: [String]?

    static let ruleFolders = [
        "/etc/udev/rules.d", "/run/udev/rules.d", "/usr/local/lib/udev/rules.d", "/usr/lib/udev/rules.d",
    ]

    func examine() -> [Finding] {
        let devices: [Device]
        do {
            devices = try Devices.scan()
        } catch {
            return [Finding("devices", .error, "\(error)", remedy: "systemctl status systemd-udevd")]
        }
        return udev(devices) + needed(devices) + conflicts(devices) + unused(devices) + soundGroup(devices)
    }

    private func udev(_ devices: [Device]) -> [Finding] {
        guard access("/run/udev/control", F_OK) == 0 else {
            let matters = !(roles ?? []).isEmpty || !devices.isEmpty
            return [
                Finding(
                    "udev", matters ? .warning : .note, "udev is not running: devices that come and go are not noticed",
                    remedy: matters ? "systemctl enable --now systemd-udevd" : "")
            ]
        }
        if Self.ruleFolders.contains(where: { access("\($0)/60-qalqan.rules", R_OK) == 0 }) {
            return [Finding("udev", .good, "udev runs and knows this house's rules")]
        }
        return [
            Finding(
                "udev", devices.isEmpty ? .note : .warning, "udev's rules for this house are not installed",
                remedy:
                    "make install, or copy udev/60-qalqan.rules to /etc/udev/rules.d and run: \(RuleSuggestion.apply)")
        ]
    }

    private func needed(_ devices: [Device]) -> [Finding] {
        (roles ?? []).map { role in
            if let binding = RoleBinding.bind(devices, role: role, kind: .sound) {
                guard let pcm = binding.device.playbackPCM else {
                    return Finding(
                        "role:\(role)", .error, "\(binding.device.title) has the role \(role) but cannot play sound",
                        remedy: "give the role to another card")
                }
                return Finding("role:\(role)", .good, "\(role) is \(binding.device.title), \(pcm)")
            }
            let candidates = devices.filter { $0.kind == .sound && $0.role == nil && $0.playbackPCM != nil }
            if let card = candidates.first, let rule = RuleSuggestion.rule(for: card, role: role) {
                return Finding(
                    "role:\(role)", .error, "no sound card has the role \(role); \(card.title) could have it",
                    remedy: "add to \(RuleSuggestion.file): \(rule)   then run: \(RuleSuggestion.apply)")
            }
            return Finding(
                "role:\(role)", .error, "no sound card has the role \(role), and none without a role is plugged in",
                remedy:
                    "plug one in (qalqan devices --watch shows it come), or take the output out of the configuration")
        }
    }

    private func conflicts(_ devices: [Device]) -> [Finding] {
        RoleBinding.bind(devices).compactMap { binding in
            binding.conflict.map {
                Finding(
                    "role:\(binding.role)", .warning, "\(binding.role): \($0)",
                    remedy: "edit \(RuleSuggestion.file), then run: \(RuleSuggestion.apply)")
            }
        }
    }

    private func unused(_ devices: [Device]) -> [Finding] {
        let cards = devices.filter { $0.kind == .sound }
        guard !cards.isEmpty else {
            return [Finding("sound", .note, "no sound card is plugged in; streams, HLS and files need none")]
        }
        return cards.filter { $0.role == nil && $0.playbackPCM != nil }.map { card in
            Finding(
                "sound", .note, "\(DeviceReport.describe(card)) has no role",
                remedy: "qalqan devices --suggest-rule prints the rule that gives it one")
        }
    }

    /// Sound cards belong to the group `audio`.
    private func soundGroup(_ devices: [Device]) -> [Finding] {
        guard geteuid() != 0, devices.contains(where: { $0.kind == .sound }), let group = getgrnam("audio") else {
            return []
        }
        var groups = [gid_t](repeating: 0, count: 256)
        let count = getgroups(256, &groups)
        if getegid() == group.pointee.gr_gid || groups.prefix(Int(max(count, 0))).contains(group.pointee.gr_gid) {
            return []
        }
        return [
            Finding(
                "audio-group", .warning, "this user is not in the group audio and may not use sound cards",
                remedy: "run as the service, or: sudo usermod -aG audio $USER (and log in again)")
        ]
    }
}
