import Testing

@testable import DeviceUdev

@Suite struct RoleBindingTests {
    private func card(
        _ number: Int, role: String? = "programme-audio", priority: Int = 0, port: String? = nil, id: String? = nil
    ) -> Device {
        var device = Device(kind: .sound, systemPath: "/sys/devices/x\(number)/card\(number)", name: "card\(number)")
        device.role = role
        device.priority = priority
        device.port = port
        device.card = SoundCardFacts(number: number, id: id ?? "C\(number)", outputs: [0])
        return device
    }

    @Test("The highest priority wins, whatever the order of plugging in")
    func priorityWins() throws {
        let devices = [card(0, priority: 1, port: "a"), card(1, priority: 7, port: "z"), card(2, port: "b")]
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let binding = try #require(RoleBinding.bind(order.map { devices[$0] }).first)
            #expect(binding.device.name == "card1")
            #expect(binding.spares.map(\.name) == ["card0", "card2"])
            #expect(binding.conflict == nil)
        }
    }

    @Test("Equal priorities: the lower port path wins, and the conflict is told")
    func portDecides() throws {
        let devices = [card(0, port: "pci-0000:00:14.0-usb-0:4:1.0"), card(1, port: "pci-0000:00:14.0-usb-0:2:1.0")]
        let binding = try #require(RoleBinding.bind(devices).first)
        #expect(binding.device.name == "card1")
        let conflict = try #require(binding.conflict)
        #expect(conflict.contains("card0") && conflict.contains("card1") && conflict.contains("QALQAN_PRIORITY"))
    }

    @Test("A device whose port is known goes before one whose port is not")
    func unknownPortIsLast() throws {
        let binding = try #require(RoleBinding.bind([card(0), card(1, port: "pci-1")]).first)
        #expect(binding.device.name == "card1")
    }

    @Test("One role on two kinds of device is a conflict; each kind still finds its own")
    func kinds() throws {
        var chip = Device(kind: .gpio, systemPath: "/sys/gpiochip0", name: "gpiochip0")
        chip.role = "programme-audio"
        chip.priority = 9
        let devices = [card(0), chip]
        #expect(try #require(RoleBinding.bind(devices).first).conflict != nil)
        let sound = try #require(RoleBinding.bind(devices, role: "programme-audio", kind: .sound))
        #expect(sound.device.name == "card0")
        #expect(sound.conflict == nil)
    }

    @Test("Devices without a role are bound to nothing; roles come sorted")
    func sorted() {
        let devices = [card(0, role: "z"), card(1, role: nil), card(2, role: "a")]
        #expect(RoleBinding.bind(devices).map(\.role) == ["a", "z"])
        #expect(RoleBinding.bind(devices, role: "m", kind: .sound) == nil)
    }

    @Test("A card is played on by its id, its lowest PCM, or the PCM that a rule named")
    func playbackNames() {
        var device = card(3, id: "USB")
        #expect(device.playbackPCM == "hw:CARD=USB,DEV=0")
        device.card?.outputs = [7, 3]
        #expect(device.playbackPCM == "hw:CARD=USB,DEV=3")
        device.card?.preferredOutput = 7
        #expect(device.playbackPCM == "hw:CARD=USB,DEV=7")
        device.card = SoundCardFacts(number: 3, id: "USB", outputs: [])
        #expect(device.playbackPCM == nil)
    }
}
