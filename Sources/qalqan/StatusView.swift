import ControlService

/// The channel's state as lines of text, aligned, calm, no wider than the terminal.
struct StatusView {
    let status: StatusDocument
    let width: Int
    let colours: Bool

    init(_ status: StatusDocument, width: Int, colours: Bool) {
        self.status = status
        self.width = max(60, width)
        self.colours = colours
    }

    private enum Style: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case inverse = "7"
    }

    private func paint(_ text: String, _ styles: Style...) -> String {
        guard colours, !text.isEmpty else { return text }
        return "\u{1B}[" + styles.map(\.rawValue).joined(separator: ";") + "m" + text + "\u{1B}[0m"
    }

    func lines() -> [String] {
        header() + [""] + onAir() + [""] + next() + [""] + outputs() + [""] + air() + alarms()
    }

    // MARK: Parts

    private func header() -> [String] {
        let name = Self.text(status.channel.name, languages: status.channel.languages) ?? status.channel.id
        let clock = "\(status.now.local.prefix(10)) \(status.now.timecode)"
        let left = Self.cut(name, to: width - clock.count - 2)
        let space = String(repeating: " ", count: max(1, width - TextTable.width(left) - clock.count))
        let rehearsal = status.channel.rehearsal ? [paint(" REHEARSAL · not for air ", .yellow, .bold, .inverse)] : []
        return [
            paint(left, .bold) + space + paint(clock, .bold),
            paint(
                Self.cut(
                    "\(status.channel.format) · \(status.channel.timeZone) (tz \(status.channel.timeZoneVersion)) · "
                        + "day \(status.now.day)", to: width),
                .dim),
        ] + rehearsal
    }

    private func onAir() -> [String] {
        let on = status.onAir
        let tally =
            switch on.state {
            case "programme": paint(" ON AIR ", .green, .bold, .inverse)
            case "slate": paint(" SLATE  ", .yellow, .bold, .inverse)
            default: paint(" OFF AIR", .red, .bold, .inverse)
            }
        guard let event = on.event else {
            return ["\(tally)  \(on.reason ?? (on.state == "off" ? "air publishes no frames" : "nothing scheduled"))"]
        }
        let title = Self.cut(Self.title(event, languages: status.channel.languages), to: width - 12)
        var lines = ["\(tally)  \(paint(title, .bold))"]
        let marks = on.marks.contains("synthetic") ? " · AI label" : ""
        let badge = (event.media == nil ? "" : " · \(event.badge.rawValue)") + marks
        lines.append(
            "          "
                + paint(Self.cut("\(event.id)\(badge)\(event.media.map { " · \($0)" } ?? "")", to: width - 10), .dim))
        let bar = max(10, width - 44)
        let total = max(1, on.elapsedFrames + on.remainingFrames)
        let filled = Int(min(Int64(bar), on.elapsedFrames * Int64(bar) / total))
        lines.append(
            "          \(on.elapsed)  " + paint(String(repeating: "━", count: filled), .green)
                + paint(String(repeating: "─", count: bar - filled), .dim) + "  \(paint("-" + on.remaining, .bold))")
        if on.state == "slate" { lines.append("          " + paint("slate: \(on.reason ?? "")", .yellow)) }
        return lines
    }

    private func next() -> [String] {
        var lines = [paint("NEXT", .dim)]
        if status.next.isEmpty { lines.append("  nothing more is scheduled") }
        let ids = min(28, status.next.map { TextTable.width($0.id) }.max() ?? 0)
        for event in status.next {
            let start = String(event.start.dropFirst(11))
            let state =
                event.withheld.map { _ in event.airs == "alternate" ? "ALTERNATE" : "SLATE" }
                ?? (event.cued == true ? "cued" : "")
            let fixed =
                "  \(start)  \(event.duration)  \(Self.fit(event.id, ids))  \(Self.fit(event.media == nil ? "" : event.badge.rawValue, 10))  \(Self.fit(state, 9))  "
            let label = event.marks.contains("synthetic") ? "[AI] " : ""
            let title = Self.cut(
                label + Self.title(event, languages: status.channel.languages),
                to: max(8, width - TextTable.width(fixed)))
            lines.append(event.withheld == nil ? fixed + title : paint(fixed + title, .yellow))
        }
        return lines
    }

    private func outputs() -> [String] {
        var lines = [paint("OUTPUTS", .dim)]
        if status.outputs.isEmpty { lines.append("  none configured") }
        let names = status.outputs.map { TextTable.width($0.name) }.max() ?? 0
        for output in status.outputs {
            let state = output.state.split(separator: "-").joined(separator: " ")
            var facts = "\(output.framesOut) frames"
            if output.framesLost > 0 { facts += ", \(output.framesLost) lost" }
            if output.lateUnits > 0 { facts += ", \(output.lateUnits) late" }
            if output.recoveries > 0 { facts += ", \(output.recoveries) recovered" }
            if output.driftPartsPerBillion != 0 {
                facts += ", drift \(Self.millionths(output.driftPartsPerBillion)) ppm"
            }
            let line =
                "  \(Self.fit(output.name, names))  \(Self.fit(output.kind, 6))  \(Self.fit(state, 18))  \(facts)"
            lines.append(output.state == "running" ? line : paint(line, output.state == "failing" ? .red : .yellow))
        }
        return lines
    }

    private func air() -> [String] {
        let air = status.air
        let health =
            "\(air.frames) frames · \(air.lateFrames) late · \(air.lostFrames) lost · \(air.falls) falls · worst \(air.worstLatenessNanoseconds / 1000) µs · revision \(air.revision)"
        let good = air.lateFrames == 0 && air.lostFrames == 0
        return [paint("AIR", .dim), "  " + (good ? health : paint(health, .yellow))]
            + [
                paint(
                    status.schedule.endsAt.map { "  scheduled until \($0)" }
                        ?? (status.schedule.events > 0 ? "  scheduled beyond a day" : "  nothing scheduled"), .dim)
            ]
    }

    private func alarms() -> [String] {
        guard !status.alarms.isEmpty else { return ["", paint("No alarms.", .green)] }
        var lines = ["", paint("ALARMS", .dim)]
        for alarm in status.alarms {
            let style: Style = alarm.severity == .critical ? .red : alarm.severity == .warning ? .yellow : .bold
            let code = Self.fit(alarm.code.rawValue, 16)
            lines.append("  \(paint(code, style))  \(Self.cut(alarm.text, to: width - 20))")
            lines.append("                    " + paint(Self.cut(alarm.remedy, to: width - 20), .dim))
        }
        return lines
    }

    // MARK: Text

    static func title(_ event: StatusDocument.Event, languages: [String]) -> String {
        text(event.title, languages: languages) ?? event.id
    }

    static func text(_ texts: [String: String], languages: [String]) -> String? {
        for language in languages {
            if let text = texts[language] { return text }
        }
        return texts.min { $0.key < $1.key }?.value
    }

    /// Parts per million with one decimal, from parts per billion.
    static func millionths(_ value: Int64) -> String {
        let tenths = value.magnitude / 100
        return "\(value < 0 ? "-" : "+")\(tenths / 10).\(tenths % 10)"
    }

    static func cut(_ text: String, to width: Int) -> String {
        guard TextTable.width(text) > width else { return text }
        var result = ""
        for character in text {
            if TextTable.width(result) + TextTable.width(String(character)) > width - 1 { break }
            result.append(character)
        }
        return result + "…"
    }

    static func fit(_ text: String, _ width: Int) -> String {
        let cut = cut(text, to: width)
        return cut + String(repeating: " ", count: max(0, width - TextTable.width(cut)))
    }
}
