import Playlist
import Timecode

/// What is done when things do not go as the list says, and what happens beside it.
extension PlaylistWriter {
    static func hold(_ picture: HoldPicture) -> DocumentNode {
        switch picture {
        case .slate(let slate): .mapping([("slate", .text(slate.rawValue))])
        case .media(let source): self.source(source)
        }
    }

    static func steps(_ steps: [MissingStep]) -> DocumentNode { .list(steps.map { .text($0.rawValue) }) }

    /// By category where one has its own, else one for all.
    static func onMissing(_ defaults: PlaylistDefaults) -> DocumentNode? {
        guard !defaults.onMissingByCategory.isEmpty else { return defaults.onMissing.map(steps) }
        return .mapping(
            [("default", defaults.onMissing.map(steps))]
                + defaults.onMissingByCategory.sorted { $0.key < $1.key }.map { ($0.key, steps($0.value)) })
    }

    static func loop(_ rule: LoopRule) -> DocumentNode {
        switch rule {
        case .times(let times): .mapping([("times", .word("\(times)"))])
        case .until(let label, let occurrence, let end):
            .mapping([
                ("until", .text("\(label)")), ("occurrence", occurrence.map { .word("\($0)") }),
                ("end", end == .cut ? nil : .text(end.rawValue)),
            ])
        }
    }

    static func languages(_ languages: [String: [String]]) -> DocumentNode? {
        guard !languages.isEmpty else { return nil }
        return .mapping(languages.sorted { $0.key < $1.key }.map { ($0.key, .list($0.value.map { .text($0) })) })
    }

    static func optOut(_ window: OptOut) -> DocumentNode {
        .mapping([
            ("id", .text(window.id)), ("through", window.through.map { .text($0) }),
            (
                "regions",
                .mapping(window.regions.sorted { $0.key < $1.key }.map { ($0.key, .list($0.value.map(event))) })
            ),
        ])
    }

    static func secondary(_ event: SecondaryEvent) -> DocumentNode {
        .mapping([
            (event.kind.name, .text(event.kind.value)),
            ("from", event.anchor == .start ? nil : .text(event.anchor.rawValue)),
            (event.isBefore ? "before" : "offset", event.isBefore ? amount(event.offset) : offset(event.offset)),
            ("duration", event.duration.map(amount)),
        ])
    }

    // MARK: Fillers

    static func fillers(_ pool: FillerPool) -> DocumentNode {
        .mapping([
            ("id", .text(pool.id)), ("category", pool.category.map { .text($0) }),
            ("notWithin", pool.notWithin.map(amount)),
            ("regions", pool.regions.isEmpty ? nil : .list(pool.regions.map { .text($0) })),
            ("dayParts", pool.dayParts.isEmpty ? nil : .list(pool.dayParts.map(dayPart))),
            ("items", .list(pool.items.map(filler))),
        ])
    }

    private static func filler(_ item: FillerPool.Item) -> DocumentNode {
        .mapping(
            [("id", .text(item.id)), ("title", texts(item.titles))] + entries(item.source) + [
                ("duration", item.duration.map(amount)), ("trim", item.mayTrim ? .word("true") : nil),
            ])
    }

    private static func dayPart(_ part: DayPart) -> DocumentNode {
        .mapping([("from", time(part.from)), ("to", time(part.to))])
    }

    /// A second of the day as a label of whole seconds, which reads the same at every rate.
    private static func time(_ second: Int64) -> DocumentNode {
        .text("\(TimecodeLabel(frameCount: second * 25, rate: .fps25))")
    }
}
