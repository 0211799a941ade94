import Foundation
import Testing

@testable import DeviceUdev

/// A real libudev against devices mocked by umockdev: `qalqan devices` as a technician runs it.
@Suite struct MockedDevicesTests {
    private struct Report: Decodable {
        let devices: [Device]
        let roles: [RoleBinding]
    }

    /// Runs the program against the devices of a scenario (see Tests/Fixtures/devices/testbed.py).
    private func testbed(_ steps: [[String: Any]], _ command: [String]) throws -> (status: Int32, output: String) {
        let scenario = try JSONSerialization.data(withJSONObject: steps)
        return try Repository.run(
            "/usr/bin/timeout",
            [
                "600", "/usr/bin/umockdev-wrapper", "/usr/bin/python3",
                Repository.root + "/Tests/Fixtures/devices/testbed.py",
            ]
                + [String(decoding: scenario, as: UTF8.self), "--", Repository.programs + "/qalqan"] + command)
    }

    private func sound(
        _ number: Int, _ id: String, outputs: [Int] = [0], properties: [String: String] = [:]
    ) -> [[String: Any]] {
        let card: [String: Any] = [
            "add": "card\(number)", "subsystem": "sound", "attributes": ["id": id, "number": "\(number)"],
            "properties": properties,
        ]
        return [card]
            + outputs.map {
                [
                    "add": "pcmC\(number)D\($0)p", "subsystem": "sound", "parent": "card\(number)",
                    "properties": ["DEVNAME": "/dev/snd/pcmC\(number)D\($0)p"],
                ]
            }
    }

    private func report(_ output: String) throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(output.utf8))
    }

    @Test("With nothing plugged in the command explains itself and succeeds")
    func nothing() throws {
        let (status, output) = try testbed([["finish": true]], ["devices"])
        #expect(status == 0)
        #expect(output.contains("No device that could have a role is plugged in"))
    }

    @Test("Cards, contact closures, serial ports and screens are found with their facts and roles")
    func enumerates() throws {
        let steps: [[String: Any]] =
            sound(0, "PCH", outputs: [0, 3], properties: ["ID_PATH": "pci-0000:00:1f.3"])
            + sound(
                1, "USB",
                properties: [
                    "ID_PATH": "pci-0000:00:14.0-usb-0:2:1.0", "ID_SERIAL_SHORT": "A1", "ID_VENDOR_ID": "1235",
                    "ID_MODEL_ID": "8211", "ID_VENDOR_FROM_DATABASE": "Focusrite", "ID_MODEL_FROM_DATABASE": "Scarlett",
                    "QALQAN_ROLE": "programme-audio", "QALQAN_PRIORITY": "5",
                ])
            + [
                [
                    "add": "gpiochip0", "subsystem": "gpio",
                    "properties": ["DEVNAME": "/dev/gpiochip0", "QALQAN_ROLE": "gpi"],
                ],
                ["add": "ttyUSB0", "subsystem": "tty", "properties": ["DEVNAME": "/dev/ttyUSB0", "ID_BUS": "usb"]],
                ["add": "tty1", "subsystem": "tty", "properties": ["DEVNAME": "/dev/tty1"]],
                ["add": "card0-HDMI-A-1", "subsystem": "drm", "properties": [:] as [String: String]],
                ["finish": true],
            ]
        let (status, output) = try testbed(steps, ["devices", "--json"])
        #expect(status == 0)
        let report = try report(output)
        #expect(report.devices.map(\.name) == ["card0-HDMI-A-1", "gpiochip0", "ttyUSB0", "card0", "card1"])
        let card = try #require(report.devices.last)
        #expect(card.title == "Focusrite Scarlett")
        #expect(card.serial == "A1")
        #expect(card.vendorID == "1235")
        #expect(card.priority == 5)
        #expect(card.playbackPCM == "hw:CARD=USB,DEV=0")
        #expect(report.devices[3].card?.outputs == [0, 3])
        #expect(report.roles.map(\.role) == ["gpi", "programme-audio"])
    }

    @Test("A rule may name one PCM of a card")
    func pcmRole() throws {
        var steps = sound(0, "HDMI", outputs: [3])
        steps.append([
            "add": "pcmC0D7p", "subsystem": "sound", "parent": "card0",
            "properties": ["QALQAN_ROLE": "programme-audio"],
        ])
        steps.append(["finish": true])
        let report = try report(try testbed(steps, ["devices", "--json"]).output)
        #expect(report.roles.first?.device.playbackPCM == "hw:CARD=HDMI,DEV=7")
        #expect(report.devices.count == 1)
    }

    @Test("A card that comes and goes is seen at once, with the role its rule gave it")
    func hotplug() throws {
        var steps: [[String: Any]] = [["await": "\"roles\":[]"]]
        // A card is there before its PCMs are: first it has no playback, then it is told what it plays on.
        let card = sound(2, "USB", properties: ["QALQAN_ROLE": "programme-audio", "ID_PATH": "usb-2"])
        steps.append(card[0])
        steps.append(["await": "sound card2: card2 (USB), no playback"])
        steps += card.dropFirst()
        steps.append(["await": "hw:CARD=USB,DEV=0"])
        steps += sound(
            3, "Better", properties: ["QALQAN_ROLE": "programme-audio", "ID_PATH": "usb-3", "QALQAN_PRIORITY": "1"])
        steps.append(["await": "programme-audio is sound card3"])
        steps.append(["remove": "card3"])
        steps.append(["await": "programme-audio is sound card2"])
        // The scene is watched once in words and once as JSON.
        var words = steps
        words[0] = ["await": "No device"]
        let told = try testbed(words, ["devices", "--watch"])
        #expect(told.status == 0, "\(told.output)")
        var machine = steps
        for (index, step) in machine.enumerated() {
            guard let text = step["await"] as? String, text.hasPrefix("programme-audio is sound ") else { continue }
            machine[index] = ["await": "\"role\":\"programme-audio\""]
        }
        machine[machine.firstIndex { ($0["await"] as? String)?.hasSuffix("no playback") == true }!] = [
            "await": "\"outputs\":[]"
        ]
        machine[machine.firstIndex { $0["await"] as? String == "hw:CARD=USB,DEV=0" }!] = ["await": "\"outputs\":[0]"]
        let shown = try testbed(machine, ["devices", "--watch", "--json"])
        #expect(shown.status == 0, "\(shown.output)")
        let last = try report(String(try #require(shown.output.split(separator: "\n").last)))
        #expect(last.roles.count == 1)
    }

    @Test("Suggested rules give a role to what has none")
    func suggests() throws {
        let steps = sound(0, "PCH", properties: ["ID_PATH": "pci-0000:00:1f.3"]) + [["finish": true]]
        let (status, output) = try testbed(steps, ["devices", "--suggest-rule"])
        #expect(status == 0)
        #expect(
            output.contains(
                "SUBSYSTEM==\"sound\", KERNEL==\"card*\", ENV{ID_PATH}==\"pci-0000:00:1f.3\", "
                    + "ENV{QALQAN_ROLE}=\"programme-audio\""))
        let other = try testbed(steps, ["devices", "--suggest-rule", "--by", "card", "--role", "monitor-audio"])
        #expect(other.output.contains("ATTR{id}==\"PCH\", ENV{QALQAN_ROLE}=\"monitor-audio\""))
        #expect(try testbed(steps, ["devices", "--by", "colour"]).status == 2)
        #expect(try testbed(steps, ["devices", "--role", "Programme Audio"]).status == 2)
    }
}
