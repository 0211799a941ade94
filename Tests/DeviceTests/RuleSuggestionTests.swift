import Foundation
import Testing

@testable import DeviceUdev

@Suite struct RuleSuggestionTests {
    private func usbCard() -> Device {
        var device = Device(kind: .sound, systemPath: "/sys/card1", name: "card1")
        device.port = "pci-0000:00:14.0-usb-0:2:1.0"
        device.serial = "00A1"
        device.vendorID = "1235"
        device.productID = "8211"
        device.card = SoundCardFacts(number: 1, id: "USB", outputs: [0])
        return device
    }

    @Test("A rule holds on to the port unless something else is asked for")
    func keys() {
        let prefix = "SUBSYSTEM==\"sound\", KERNEL==\"card*\", "
        let suffix = ", ENV{QALQAN_ROLE}=\"programme-audio\""
        let expected: [(RuleSuggestion.Key?, String)] = [
            (nil, "ENV{ID_PATH}==\"pci-0000:00:14.0-usb-0:2:1.0\""), (.serial, "ENV{ID_SERIAL_SHORT}==\"00A1\""),
            (.product, "ATTRS{idVendor}==\"1235\", ATTRS{idProduct}==\"8211\""), (.card, "ATTR{id}==\"USB\""),
        ]
        for (key, term) in expected {
            #expect(RuleSuggestion.rule(for: usbCard(), role: "programme-audio", by: key) == prefix + term + suffix)
        }
        #expect(RuleSuggestion.keys(of: usbCard()) == [.port, .serial, .product, .card])
    }

    @Test("A PCI device is told by its own numbers")
    func pci() {
        var device = usbCard()
        device.vendorID = "0x8086"
        device.productID = "0xa170"
        let rule = RuleSuggestion.rule(for: device, role: "r", by: .product)
        #expect(rule?.contains("ATTRS{vendor}==\"0x8086\", ATTRS{device}==\"0xa170\"") == true)
    }

    @Test("What a device says of itself cannot break out of the rule")
    func hostileSerial() throws {
        var device = usbCard()
        device.serial = "x\", RUN+=\"/bin/sh\n*"
        let rule = try #require(RuleSuggestion.rule(for: device, role: "r", by: .serial))
        // One match of the serial number, in which everything special has become a single-character wildcard.
        #expect(rule.contains("ENV{ID_SERIAL_SHORT}==\"x?, RUN+=?/bin/sh??\""))
        #expect(rule.filter { $0 == "\"" }.count == 8)
    }

    @Test("A fact that a device has not gives no rule")
    func missingFact() {
        var device = usbCard()
        device.serial = nil
        #expect(RuleSuggestion.rule(for: device, role: "r", by: .serial) == nil)
    }

    @Test("The rules files hold well-formed rules only, and the examples cover every key of a suggestion")
    func rulesFiles() throws {
        let folder = Repository.root + "/udev"
        let rules = try String(contentsOfFile: folder + "/60-qalqan.rules", encoding: .utf8)
        let example = try String(contentsOfFile: folder + "/61-qalqan-local.rules.example", encoding: .utf8)
        // Key, operator, quoted value: systemd 252 has no `udevadm verify`.
        let term =
            /(?:ACTION|SUBSYSTEM|SUBSYSTEMS|KERNEL|GROUP|MODE|GOTO|LABEL|(?:ENV|ATTR|ATTRS|IMPORT)\{[A-Za-z_]+\})(?:==|!=|=|\+=)"[^"]*"/
        for line in rules.split(separator: "\n") + example.split(separator: "\n") {
            let isTemplate = line.hasPrefix("#SUBSYSTEM")
            guard isTemplate || !line.hasPrefix("#") else { continue }
            for part in (isTemplate ? line.dropFirst() : line).split(separator: ", ") {
                #expect(part.wholeMatch(of: term) != nil, "\(part)")
            }
        }
        for key in ["ENV{ID_PATH}==", "ENV{ID_SERIAL_SHORT}==", "ATTRS{idVendor}==", "ATTR{id}=="] {
            #expect(example.contains(key))
        }
        #expect(rules.contains("GOTO=\"qalqan_end\"") && rules.contains("LABEL=\"qalqan_end\""))
    }
}
