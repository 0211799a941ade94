import Playlist
import PlaylistFormats
import Timecode

/// The items of a track as events, in their order.
struct OTIOTrack {
    let foreign: ForeignReading
    private(set) var events: [DocumentNode] = []
    /// Nothing to show before the next clip, in frames.
    private var gap: (frames: Int64, mark: SourceMark)?
    private var previous: String?
    private var reading: DocumentReading { foreign.reading }

    init(foreign: ForeignReading) { self.foreign = foreign }

    /// What this program keeps in an object's metadata.
    static func own(_ node: DocumentNode) -> DocumentNode? {
        guard let own = node["metadata"]?["qalqan"], case .mapping = own.content else { return nil }
        return own
    }

    mutating func add(_ composition: DocumentNode) {
        guard case .sequence(let items)? = composition["children"]?.content else { return }
        for item in items {
            reading.event = ""
            switch OTIOReader.schema(item) {
            case "Clip": clip(item)
            case "Gap": wait(item)
            case "Transition":
                foreign.notUsed(
                    "a transition is not used: the clips are cut", at: item.mark, "render it into one of the clips")
            case "Track", "Sequence": nested(item)
            case "Stack":
                guard case .sequence(let layers)? = item["children"]?.content, layers.count == 1 else {
                    unsupported(item, "a stack of several layers", "render it into one file")
                    continue
                }
                if item["source_range"] != nil { nested(item) } else { add(item) }
            case let schema:
                unsupported(
                    item, "an item of the kind `\((schema ?? "none").prefix(40))`", "a track has clips and gaps")
            }
        }
    }

    /// To be called behind the last item.
    mutating func finish() {
        if let gap { foreign.notUsed("the gap behind the last clip is not used", at: gap.mark) }
        gap = nil
    }

    private mutating func nested(_ item: DocumentNode) {
        if item["source_range"] != nil {
            unsupported(item, "a trimmed composition", "flatten it before export")
        } else if OTIOReader.isEnabled(item) {
            add(item)
        }
    }

    private func unsupported(_ item: DocumentNode, _ what: String, _ remedy: String) {
        reading.error(.notSupported, at: item.mark, "\(what) is not read", remedy)
    }

    private mutating func wait(_ item: DocumentNode) {
        guard let range = item["source_range"], let length = range["duration"].flatMap({ time($0, "the gap") }) else {
            reading.error(.missingKey, at: item.mark, "a gap does not say how long it is", "give it a `source_range`")
            return
        }
        let total = (gap?.frames ?? 0).addingReportingOverflow(length)
        guard length > 0, !total.overflow else { return }
        gap = (total.partialValue, gap?.mark ?? item.mark)
    }

    // MARK: Clips

    private mutating func clip(_ clip: DocumentNode) {
        let own = Self.own(clip)
        let reference = activeReference(clip)
        let address = reference?["target_url"]
        let name = clip["name"]?.scalar
        let id: DocumentNode
        if let given = own?["id"], let text = given.scalar {
            foreign.names.reserve(text)
            id = given
        } else {
            id = .text(foreign.names.make(name ?? address?.scalar ?? ""), at: clip.mark)
        }
        reading.event = id.scalar ?? ""
        let range = range(clip, reference)
        guard OTIOReader.isEnabled(clip) else {
            foreign.notUsed("a clip that is switched off is left out: its time stays empty", at: clip.mark)
            if let length = range.length { gap = ((gap?.frames ?? 0) + length, gap?.mark ?? clip.mark) }
            return
        }
        effects(clip)
        var media = ForeignReading.refusedMedia(at: clip.mark)
        if let reference, OTIOReader.schema(reference) == "ExternalReference", let address, let text = address.scalar {
            media = foreign.media(text, at: address.mark)
        } else if reference.flatMap(OTIOReader.schema) == "MissingReference" || reference == nil {
            reading.error(.mediaPath, at: clip.mark, "the clip has no media", "link it to its file")
        } else {
            let kind = reference.flatMap(OTIOReader.schema) ?? ""
            reading.error(
                .notSupported, at: reference?.mark ?? clip.mark, "media of the kind `\(kind.prefix(40))` are not read",
                "render them into a file")
        }
        var parts: [(key: String, value: DocumentNode?)] = [
            ("id", id),
            ("title", own.map { $0["title"] } ?? clip["name"].flatMap { foreign.title($0.scalar, at: $0.mark) }),
            ("start", start(own?["start"])), ("media", media),
            ("in", keep(own?["in"], range.inFrame, at: range.mark, "the in-point", least: 1)),
            ("duration", keep(own?["duration"], range.length, at: range.mark, "the length", least: 0)),
        ]
        var written: Set<String> = ["id", "title", "start", "media", "in", "duration"]
        // An in-point that the track says now is the one that counts.
        if range.inFrame ?? 0 > 0 { written.insert("inTimecode") }
        for entry in own?.entries ?? [] where !written.contains(entry.key) { parts.append((entry.key, entry.value)) }
        events.append(.mapping(parts, at: clip.mark))
        previous = id.scalar
        gap = nil
    }

    /// Media by key since schema `Clip.2`, one reference before it.
    private func activeReference(_ clip: DocumentNode) -> DocumentNode? {
        if let single = clip["media_reference"] { return single }
        guard let references = clip["media_references"] else { return nil }
        let key = clip["active_media_reference_key"]?.scalar ?? "DEFAULT_MEDIA"
        return references[key]
    }

    private func effects(_ clip: DocumentNode) {
        guard case .sequence(let effects)? = clip["effects"]?.content else { return }
        for effect in effects {
            let kind = OTIOReader.schema(effect) ?? ""
            if ["LinearTimeWarp", "FreezeFrame", "TimeEffect"].contains(kind) {
                reading.error(
                    .notSupported, at: effect.mark, "the clip's speed is changed (\(kind)), which does not air",
                    "render it into a file")
            } else {
                foreign.notUsed("an effect is not used: the clip airs as it is", at: effect.mark, "render it in")
            }
        }
    }

    // MARK: Times

    private func range(
        _ clip: DocumentNode, _ reference: DocumentNode?
    ) -> (inFrame: Int64?, length: Int64?, mark: SourceMark) {
        guard let range = clip["source_range"] else { return (nil, nil, clip.mark) }
        guard let start = range["start_time"], let duration = range["duration"] else {
            reading.error(.missingKey, at: range.mark, "a range has a `start_time` and a `duration`", "write both")
            return (nil, nil, range.mark)
        }
        let length = time(duration, "the clip's length")
        guard let first = number(start), let rate = foreign.settings.rate.frames(first.value, at: first.rate) else {
            return (nil, length, range.mark)
        }
        // The media's own clock may start anywhere: the in-point counts from its first frame.
        var offset = rate
        if let origin = reference?["available_range"]?["start_time"] {
            guard let media = number(origin), let own = foreign.settings.rate.frames(media.value, at: media.rate),
                let difference = rate.minus(own)
            else { return (nil, length, range.mark) }
            offset = difference
        }
        if offset.isNegative {
            reading.error(.amount, at: start.mark, "the clip starts before its media do", "trim it")
            return (nil, length, range.mark)
        }
        return (foreign.frames(offset, at: foreign.settings.rate, mark: start.mark, "the in-point"), length, range.mark)
    }

    /// A `RationalTime`: its value and its rate.
    private func number(_ node: DocumentNode) -> (value: ExactNumber, rate: FrameRate)? {
        guard let value = node["value"], let rate = node["rate"], let text = value.scalar, let rateText = rate.scalar
        else {
            reading.error(.missingKey, at: node.mark, "a time has a `value` and a `rate`", "write both")
            return nil
        }
        guard let value = ExactNumber(text) else {
            reading.error(.amount, at: value.mark, "`\(text.prefix(40))` is not a number of frames", "correct it")
            return nil
        }
        guard let known = ExactNumber(rateText).flatMap({ FrameRate($0) }) else {
            reading.error(
                .wrongValue, at: rate.mark, "`\(rateText.prefix(40))` is not a rate",
                "a whole number, or one of the 1001 rates as 29.97")
            return nil
        }
        return (value, known)
    }

    private func time(_ node: DocumentNode, _ what: String) -> Int64? {
        guard let time = number(node) else { return nil }
        return foreign.frames(time.value, at: time.rate, mark: node.mark, what)
    }

    /// The amount that the playlist had, as long as it means these frames; else the frames themselves.
    private func keep(
        _ own: DocumentNode?, _ frames: Int64?, at mark: SourceMark, _ what: String, least: Int64
    ) -> DocumentNode? {
        guard let frames else { return nil }
        if let own, let amount = own.scalar.flatMap({ FrameAmount($0) }),
            (try? amount.frames(at: foreign.settings.rate)) == frames
        {
            return own
        }
        return frames >= least ? foreign.amount(frames, at: mark, what) : nil
    }

    /// When the event starts: as the playlist had it, or so long after the one before it as the track leaves empty.
    private func start(_ own: DocumentNode?) -> DocumentNode? {
        guard let gap else {
            // The gap that stood for it has been closed.
            return own?["after"]?.scalar == previous && own?["offset"] != nil ? nil : own
        }
        guard let previous else {
            if own == nil { foreign.notUsed("the gap before the first clip is not used", at: gap.mark) }
            return own
        }
        if let own, own["after"]?.scalar != previous { return own }
        if let known = own?["offset"]?.scalar.flatMap({ FrameAmount($0) }),
            (try? known.frames(at: foreign.settings.rate)) == gap.frames
        {
            return own
        }
        return .mapping(
            [
                ("after", .text(previous, at: gap.mark)),
                ("offset", foreign.amount(gap.frames, at: gap.mark, "the gap")),
            ],
            at: gap.mark)
    }
}
