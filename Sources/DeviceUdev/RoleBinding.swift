/// Which device has a role, and which others asked for it.
public struct RoleBinding: Hashable, Sendable, Codable {
    public var role: String
    /// The device the house uses.
    public var device: Device
    /// Others with the same role, best first: they step in when the first one goes.
    public var spares: [Device]
    /// Why the choice is not what a rule decided, in plain words.
    public var conflict: String?

    /// Binds every role that some device has: the highest priority first, then the port path, then the kernel's path.
    ///
    /// Pure: the same devices in any order give the same bindings, sorted by role.
    public static func bind(_ devices: some Sequence<Device>) -> [RoleBinding] {
        var byRole: [String: [Device]] = [:]
        for device in devices {
            if let role = device.role { byRole[role, default: []].append(device) }
        }
        return byRole.map { role, candidates in
            let ordered = candidates.sorted(by: precedes)
            let best = ordered[0]
            let equals = ordered.dropFirst().filter { $0.priority == best.priority }
            var conflict: String?
            if let other = ordered.first(where: { $0.kind != best.kind }) {
                conflict =
                    "\(best.name) is \(best.kind.rawValue), \(other.name) is \(other.kind.rawValue): "
                    + "one role, two kinds of device"
            } else if !equals.isEmpty {
                let names = ([best] + equals).map { "\($0.name) at \($0.port ?? $0.systemPath)" }
                conflict = "\(names.joined(separator: " and ")) ask for it alike; set QALQAN_PRIORITY"
            }
            return RoleBinding(role: role, device: best, spares: Array(ordered.dropFirst()), conflict: conflict)
        }.sorted { $0.role < $1.role }
    }

    /// The binding of one role for one kind of use.
    public static func bind(_ devices: some Sequence<Device>, role: String, kind: Device.Kind) -> RoleBinding? {
        bind(devices.filter { $0.role == role && $0.kind == kind }).first
    }

    static func precedes(_ a: Device, _ b: Device) -> Bool {
        if a.priority != b.priority { return a.priority > b.priority }
        let (x, y) = (a.port ?? "\u{10ffff}", b.port ?? "\u{10ffff}")
        return x != y ? x < y : a.systemPath < b.systemPath
    }
}
