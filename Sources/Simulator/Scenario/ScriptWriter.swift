import Playlist
import Timecode

/// Writes the lists of a scenario: scripts, and documents that say the same.
package struct ScriptWriter {
    let scenario: Scenario
    private var random: SplitMix64

    package init(_ scenario: Scenario) {
        self.scenario = scenario
        random = SplitMix64(scenario.seed)
    }

    /// The list of day number `day` (from 0), in its first version or in a later one that differs here and there.
    package mutating func script(day: Int, version: Int = 0) -> DayScript {
        random = SplitMix64(scenario.seed &+ UInt64(day + 1) &* 0x9E37)
        let days = scenario.firstDay + Int64(day)
        var script = DayScript(
            version: version, firstFrame: scenario.clock.firstFrame(ofDay: days),
            endFrame: scenario.clock.firstFrame(ofDay: days + 1), items: [], digest: "day\(day)-\(version)")
        write(&script, day)
        for number in 0..<version {
            random = SplitMix64(scenario.seed &+ UInt64(day + 1) &* 0x9E37 &+ UInt64(number + 1))
            change(&script, number)
        }
        return script
    }

    private func has(_ feature: ScenarioFeature) -> Bool { scenario.features.contains(feature) }

    private mutating func write(_ script: inout DayScript, _ day: Int) {
        let mean = (script.endFrame - script.firstFrame) / Int64(scenario.eventsADay)
        var cursor = script.firstFrame
        var lastFixed = cursor
        while cursor < script.endFrame {
            let number = script.items.count
            var item = ScriptItem(
                id: "d\(day).\(number)", rule: .follow, cut: cut(),
                pass: mean / 3 + Int64.random(in: 0...mean * 4 / 3, using: &random))
            if number == 0 {
                if random.once(in: 2) { item.rule = .hard(cursor) }
            } else if random.once(in: 8) {
                let early = min(mean / 2, cursor - lastFixed - scenario.seconds(2))
                let frame = cursor + Int64.random(in: -max(0, early)...mean, using: &random)
                if frame > lastFixed + scenario.seconds(1), frame < script.endFrame - scenario.seconds(1) {
                    item.rule =
                        has(.softStarts) && random.once(in: 3)
                        ? .soft(frame, latest: frame + Int64.random(in: 1...mean, using: &random)) : .hard(frame)
                    lastFixed = frame
                    cursor = max(cursor, frame)
                }
            } else if has(.manualStarts), random.once(in: 80) {
                item.rule = .manual
            }
            decorate(&item, number)
            cursor += item.frames
            script.items.append(item)
        }
    }

    private mutating func decorate(_ item: inout ScriptItem, _ number: Int) {
        if has(.alternates), random.once(in: 3) { item.alternate = cut() }
        if has(.givingWay), random.once(in: 4) { item.givesWay = true }
        if has(.loops), random.once(in: 20), item.pass >= scenario.seconds(3) {
            item.passes = 2
            item.pass /= 2
        }
        if number > 0, has(.regions), item.rule != .manual {
            if random.once(in: 20) { item.skippedIn = ["KZ", "UZ", "KG"].randomElement(using: &random)! }
            if random.once(in: 20) { item.replacedIn = (["KZ", "UZ"].randomElement(using: &random)!, cut()) }
        }
        if has(.windows), random.once(in: 15), item.rule != .manual, item.passes == 1, item.skippedIn == nil {
            let count = Int64.random(in: 1...3, using: &random)
            let share = item.pass / count + Int64.random(in: -20...20, using: &random)
            let items = (0..<count).map { place in
                ScriptItem(id: "\(item.id).w\(place)", rule: .follow, cut: cut(), pass: max(2, share))
            }
            item.window = (["KZ", "UZ"].randomElement(using: &random)!, items)
        }
    }

    private mutating func cut() -> ScriptItem.Cut {
        ScriptItem.Cut(
            file: Int.random(in: 0..<scenario.files.count - 3, using: &random),
            inFrame: random.once(in: 3) ? 0 : Int64.random(in: 1...2000, using: &random))
    }

    /// Deletes, lengthens, shortens and recasts some events.
    private mutating func change(_ script: inout DayScript, _ number: Int) {
        var items: [ScriptItem] = []
        for (index, old) in script.items.enumerated() {
            var item = old
            switch Int.random(in: 0..<40, using: &random) {
            case 0 where index > 0 && item.rule == .follow: continue
            case 1: item.pass += scenario.seconds(1)
            case 2: item.cut = cut()
            case 3:
                items.append(item)
                items.append(
                    ScriptItem(
                        id: "\(item.id).n\(number)", rule: .follow, cut: cut(), pass: scenario.seconds(9)))
                continue
            default: break
            }
            items.append(item)
        }
        script.items = items
    }

    // MARK: Documents

    /// The document of a script.
    package func document(of script: DayScript, day: Int) -> PlaylistDocument {
        PlaylistDocument(
            file: "day\(day)", day: CivilDate(daysSinceEpoch: scenario.firstDay + Int64(day)),
            defaults: PlaylistDefaults(onMissing: [.alternate, .slate]), events: script.items.map(event(of:)))
    }

    /// The loose list that puts one event behind what is on air.
    package func insertion(_ item: ScriptItem) -> PlaylistDocument {
        PlaylistDocument(file: item.id, events: [event(of: item)])
    }

    private func source(_ cut: ScriptItem.Cut) -> MediaSource {
        MediaSource(media: scenario.files[cut.file].name, inPoint: cut.inFrame == 0 ? nil : .frames(cut.inFrame))
    }

    private func event(of item: ScriptItem) -> PlaylistEvent {
        var event = PlaylistEvent(id: item.id, source: source(item.cut), duration: .frames(item.pass))
        switch item.rule {
        case .follow: break
        case .manual: event.start = .manual
        case .hard(let frame):
            if let (label, occurrence) = scenario.clock.label(of: frame) {
                event.start = .at(label, soft: nil, occurrence: occurrence)
            }
        case .soft(let frame, let latest):
            if let (label, occurrence) = scenario.clock.label(of: frame) {
                event.start = .at(label, soft: .frames(latest - frame), occurrence: occurrence)
            }
        }
        if item.passes > 1 { event.loop = .times(Int(item.passes)) }
        event.alternate = item.alternate.map(source)
        if let region = item.skippedIn { event.regions[region] = .skip }
        if let (region, cut) = item.replacedIn, region != item.skippedIn {
            event.regions[region] = .replace(source: source(cut), duration: nil, alternate: nil)
        }
        if item.givesWay { event.onMissing = [.next] }
        if let (region, items) = item.window {
            event.optOut = OptOut(id: "w-\(item.id)", regions: [region: items.map(self.event(of:))])
        }
        return event
    }
}
