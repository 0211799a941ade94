/// A device of the box as udev describes it, with the role it has been given.
public struct Device: Hashable, Sendable, Codable {
    /// What it is good for here.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case sound
        case gpio
        case serial
        case video
        case display
    }

    public var kind: Kind
    /// The kernel's path, unique at any time: `/sys/devices/...`.
    public var systemPath: String
    /// The kernel's name: `card1`, `ttyUSB0`, `gpiochip0`.
    public var name: String
    /// The device file, where it has one.
    public var node: String?
    /// From `ENV{QALQAN_ROLE}`: what the house uses it for.
    public var role: String?
    /// From `ENV{QALQAN_PRIORITY}`: the higher one wins a role. 0 unless given.
    public var priority: Int
    /// Where it is plugged in (`ID_PATH`): stays the same over restarts.
    public var port: String?
    public var serial: String?
    /// Vendor and product numbers in hexadecimal, where the bus has them.
    public var vendorID: String?
    public var productID: String?
    public var vendor: String?
    public var model: String?
    /// ALSA facts of a sound card.
    public var card: SoundCardFacts?

    public init(kind: Kind, systemPath: String, name: String) {
        self.kind = kind
        self.systemPath = systemPath
        self.name = name
        priority = 0
    }

    /// What a person calls it: vendor and model, else the kernel's name.
    public var title: String {
        let words = [vendor, model].compactMap { $0 }.filter { !$0.isEmpty }
        guard !words.isEmpty else { return card.map { "\(name) (\($0.id))" } ?? name }
        // Many models repeat their vendor.
        if words.count == 2, words[1].lowercased().hasPrefix(words[0].lowercased()) { return words[1] }
        return words.joined(separator: " ")
    }

    /// The ALSA PCM that plays on it: by card id, never by number.
    public var playbackPCM: String? {
        guard let card, let output = card.preferredOutput ?? card.outputs.min() else { return nil }
        return "hw:CARD=\(card.id),DEV=\(output)"
    }
}

/// What ALSA calls a sound card.
public struct SoundCardFacts: Hashable, Sendable, Codable {
    /// Changes with the order of plugging in: for looking up only.
    public var number: Int
    /// The card's id (`PCH`, `USB`), unique on the box.
    public var id: String
    /// Device numbers of its playback PCMs.
    public var outputs: [Int]
    /// The one that carries the role itself, where the rule names a PCM and not the card.
    public var preferredOutput: Int?

    public init(number: Int, id: String, outputs: [Int], preferredOutput: Int? = nil) {
        self.number = number
        self.id = id
        self.outputs = outputs
        self.preferredOutput = preferredOutput
    }
}
