/// The udev rule that gives a device a role, for the technician to paste.
public enum RuleSuggestion {
    /// Where the rules of this box belong.
    public static let file = "/etc/udev/rules.d/61-qalqan-local.rules"
    /// What makes udev read and apply them.
    public static let apply = "udevadm control --reload && udevadm trigger --action=change"

    /// Which fact of a device a rule holds on to.
    public enum Key: String, Sendable, CaseIterable {
        /// The port it is plugged into: whatever is plugged in there has the role.
        case port
        /// The very device, wherever it is plugged in.
        case serial
        /// Any device of that make.
        case product
        /// The ALSA id of the card.
        case card
    }

    /// Keys a device can be told by, best first.
    public static func keys(of device: Device) -> [Key] {
        var keys: [Key] = []
        if device.port != nil { keys.append(.port) }
        if device.serial != nil { keys.append(.serial) }
        if device.vendorID != nil, device.productID != nil { keys.append(.product) }
        if device.card != nil { keys.append(.card) }
        return keys
    }

    /// One rule on one line; `nil` where the device has no such fact.
    public static func rule(for device: Device, role: String, by key: Key? = nil) -> String? {
        guard let key = key ?? keys(of: device).first else { return nil }
        var terms = [match(device.kind)]
        switch key {
        case .port:
            guard let port = device.port else { return nil }
            terms.append("ENV{ID_PATH}==\"\(escaped(port))\"")
        case .serial:
            guard let serial = device.serial else { return nil }
            terms.append("ENV{ID_SERIAL_SHORT}==\"\(escaped(serial))\"")
        case .product:
            guard let vendor = device.vendorID, let product = device.productID else { return nil }
            if vendor.hasPrefix("0x") {
                terms.append("ATTRS{vendor}==\"\(escaped(vendor))\", ATTRS{device}==\"\(escaped(product))\"")
            } else {
                terms.append("ATTRS{idVendor}==\"\(escaped(vendor))\", ATTRS{idProduct}==\"\(escaped(product))\"")
            }
        case .card:
            guard let card = device.card else { return nil }
            terms.append("ATTR{id}==\"\(escaped(card.id))\"")
        }
        terms.append("ENV{QALQAN_ROLE}=\"\(role)\"")
        return terms.joined(separator: ", ")
    }

    /// The role a device would most likely have.
    public static func likelyRole(of kind: Device.Kind) -> String {
        switch kind {
        case .sound: "programme-audio"
        case .gpio: "gpi"
        case .serial: "serial-control"
        case .video: "live-input"
        case .display: "programme-display"
        }
    }

    private static func match(_ kind: Device.Kind) -> String {
        switch kind {
        case .sound: "SUBSYSTEM==\"sound\", KERNEL==\"card*\""
        case .gpio: "SUBSYSTEM==\"gpio\", KERNEL==\"gpiochip*\""
        case .serial: "SUBSYSTEM==\"tty\""
        case .video: "SUBSYSTEM==\"video4linux\""
        case .display: "SUBSYSTEM==\"drm\""
        }
    }

    /// A device's own words never end the quotes of a rule, nor match as a pattern.
    static func escaped(_ text: String) -> String {
        String(text.map { "\"\\*?[]|{}\n\r".contains($0) || !$0.isASCII ? "?" : $0 })
    }
}
