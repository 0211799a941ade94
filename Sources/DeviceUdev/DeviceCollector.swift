/// Makes devices of udev's records: a sound card is put together of its card and its PCMs.
struct DeviceCollector {
    private var found: [Device] = []
    private var cards: [Int: Device] = [:]
    /// Playback PCMs by card: device number and the role they carry themselves.
    private var outputs: [Int: [(number: Int, role: String?, priority: Int)]] = [:]

    var devices: [Device] {
        var all = found
        for (number, card) in cards {
            let pcms = (outputs[number] ?? []).sorted { $0.number < $1.number }
            var whole = card
            whole.card?.outputs = pcms.map(\.number)
            // A rule may name one PCM of a card (its HDMI output, say): that is a device of its own.
            let named = pcms.filter { $0.role != nil && $0.role != card.role }
            if named.isEmpty || card.role != nil { all.append(whole) }
            for pcm in named {
                var part = whole
                part.role = pcm.role
                part.priority = pcm.priority
                part.card?.preferredOutput = pcm.number
                part.name = "pcmC\(number)D\(pcm.number)p"
                all.append(part)
            }
        }
        return all.sorted { ($0.kind.rawValue, $0.name, $0.systemPath) < ($1.kind.rawValue, $1.name, $1.systemPath) }
    }

    mutating func add(_ record: borrowing UdevRecord) {
        let name = record.systemName
        switch record.subsystem {
        case "sound": addSound(record, name)
        case "gpio" where name.hasPrefix("gpiochip"): found.append(describe(record, .gpio))
        // Consoles and pseudo-terminals have no port.
        case "tty" where record.property("ID_PATH") != nil || record.property("ID_BUS") != nil || hasRole(record):
            found.append(describe(record, .serial))
        case "video4linux": found.append(describe(record, .video))
        // Connectors (card0-HDMI-A-1), not the cards themselves, can show a programme.
        case "drm" where name.hasPrefix("card") && (name.contains("-") || hasRole(record)):
            found.append(describe(record, .display))
        default: break
        }
    }

    private func hasRole(_ record: borrowing UdevRecord) -> Bool { record.property("QALQAN_ROLE") != nil }

    private mutating func addSound(_ record: borrowing UdevRecord, _ name: String) {
        if name.hasPrefix("card"), let number = Int(name.dropFirst(4)) {
            var device = describe(record, .sound)
            device.card = SoundCardFacts(number: number, id: record.attribute("id") ?? "\(number)", outputs: [])
            cards[number] = device
        } else if name.hasPrefix("pcmC"), name.hasSuffix("p") {
            let numbers = name.dropFirst(4).dropLast().split(separator: "D")
            guard numbers.count == 2, let card = Int(numbers[0]), let pcm = Int(numbers[1]) else { return }
            outputs[card, default: []].append(
                (pcm, record.property("QALQAN_ROLE"), Int(record.property("QALQAN_PRIORITY") ?? "") ?? 0))
        }
    }

    private func describe(_ record: borrowing UdevRecord, _ kind: Device.Kind) -> Device {
        var device = Device(kind: kind, systemPath: record.systemPath, name: record.systemName)
        device.node = record.node
        device.role = record.property("QALQAN_ROLE")
        device.priority = Int(record.property("QALQAN_PRIORITY") ?? "") ?? 0
        device.port = record.property("ID_PATH")
        device.serial =
            record.property("ID_SERIAL_SHORT") ?? record.parentAttribute("usb", "usb_device", "serial")
        device.vendorID =
            record.property("ID_VENDOR_ID") ?? record.parentAttribute("usb", "usb_device", "idVendor")
            ?? record.parentAttribute("pci", nil, "vendor")
        device.productID =
            record.property("ID_MODEL_ID") ?? record.parentAttribute("usb", "usb_device", "idProduct")
            ?? record.parentAttribute("pci", nil, "device")
        device.vendor =
            record.property("ID_VENDOR_FROM_DATABASE") ?? record.parentAttribute("usb", "usb_device", "manufacturer")
            ?? record.property("ID_VENDOR")
        device.model =
            record.property("ID_MODEL_FROM_DATABASE") ?? record.parentAttribute("usb", "usb_device", "product")
            ?? record.property("ID_MODEL")
        return device
    }
}
