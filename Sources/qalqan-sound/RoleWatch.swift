import DeviceUdev

/// Keeps a binding to the card that has a role. Used by the main thread alone.
final class RoleWatch {
    private let role: String
    private let binding: CardBinding
    private var last: String?
    private var looked = false

    init(role: String, binding: CardBinding) {
        self.role = role
        self.binding = binding
    }

    /// Looks which card has the role now. A card that plays is not taken away: the sound thread asks when it has none.
    func look() {
        let found: RoleBinding?
        do {
            found = RoleBinding.bind(try Devices.scan(only: .sound), role: role, kind: .sound)
        } catch {
            Log.line("\(error)")
            return
        }
        let pcm = found?.device.playbackPCM
        guard pcm != last || !looked else { return }
        looked = true
        last = pcm
        binding.pcm = pcm
        if let found, let pcm {
            Log.line("role \(role): \(found.device.title), \(pcm)")
            if let conflict = found.conflict { Log.line("role \(role): \(conflict)") }
        } else {
            Log.line(
                "role \(role): no sound card has it; waiting (qalqan devices --suggest-rule shows the rule to add)")
        }
    }
}
