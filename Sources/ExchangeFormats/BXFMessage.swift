import Timecode

/// What every BXF message from here has around its schedule.
struct BXFMessage {
    static let namespace = "http://smpte-ra.org/schemas/2021/2008/BXF"

    var channel: String
    var day: CivilDate
    /// `2026-11-22T06:00:00:00`, the first and the last instant, local.
    var start: String
    var end: String
    /// When the message was made; ISO 8601.
    var made: String
    /// What its identifiers are made from, so that the same contents give the same message.
    var seed: String
    /// `Schedule` or `AsRun`.
    var usage: String

    func text(_ content: (inout XMLWriter) -> Void) -> String {
        var writer = XMLWriter()
        writer.element(
            "BxfMessage",
            [
                "xmlns": Self.namespace, "xmlns:ext": Self.namespace + "/Extension",
                "id": BXFEventID.urn("message \(usage) \(seed)"), "dateTime": made, "messageType": "Information",
                "origin": "Qalqan", "originType": "Automation", "userName": "qalqan", "destination": "Traffic",
                "ext:usage": usage,
            ]
        ) { writer in
            writer.element("BxfData", ["action": "add"]) { writer in
                writer.element(
                    "Schedule",
                    [
                        "type": "Primary", "scheduleId": BXFEventID.urn("schedule \(channel) \(day)"),
                        "scheduleStart": start, "scheduleEnd": end, "action": "add",
                    ]
                ) { writer in
                    writer.empty(
                        "Channel",
                        [
                            "channelNumber": "0-1", "status": "active", "type": "digital_television",
                            "shortName": channel, "action": "add",
                        ])
                    content(&writer)
                }
            }
        }
        return writer.text
    }
}

extension XMLWriter {
    /// A start: `SmpteDateTime` with its broadcast day.
    mutating func bxfStart(_ label: String, day: CivilDate, rate: FrameRate) {
        element("StartDateTime") { writer in
            writer.element("SmpteDateTime", ["broadcastDate": "\(day)", "frameRate": BXFMessage.text(rate)]) {
                $0.element("SmpteTimeCode", text: label)
            }
        }
    }

    mutating func bxfDuration(_ label: String, rate: FrameRate) {
        element("Duration") { writer in
            writer.element("SmpteDuration", ["frameRate": BXFMessage.text(rate)]) {
                $0.element("SmpteTimeCode", text: label)
            }
        }
    }
}

extension BXFMessage {
    /// A rate as BXF writes it: 25, 29.97.
    static func text(_ rate: FrameRate) -> String {
        guard rate.denominator != 1, let hundredths = ExactNumber(rate.numerator * 100, over: rate.denominator).rounded
        else { return "\(rate)" }
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
