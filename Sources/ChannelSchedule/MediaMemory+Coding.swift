import Timeline

/// One list of media, each with what is known and what was. A reader leaves out what it does not understand.
extension MediaMemory: Codable {
    private struct Entry: Codable {
        var media: String
        var category: String?
        var now: Facts?
        var before: [Facts]?
    }

    private struct Facts: Codable {
        var since: Int64?
        var until: Int64?
        var absent: Bool?
        var withheld: String?
        var length: Int64?
        var notBefore: Int64?
        var notAfter: Int64?

        init(_ facts: FormerStanding.Facts, since: Int64, until: Int64? = nil) {
            self.since = since == .min ? nil : since
            self.until = until
            absent = facts.isThere ? nil : true
            withheld = facts.withheld?.name
            length = facts.lengthFrames
            notBefore = facts.notBeforeFrame == .min ? nil : facts.notBeforeFrame
            notAfter = facts.notAfterFrame == .max ? nil : facts.notAfterFrame
        }

        var facts: FormerStanding.Facts {
            // A reason that this version does not know withholds all the same.
            FormerStanding.Facts(
                isThere: absent != true, withheld: withheld.map { SlateReason.named($0) ?? .technical },
                lengthFrames: length, notBeforeFrame: notBefore ?? .min, notAfterFrame: notAfter ?? .max)
        }
    }

    private enum Key: String, CodingKey { case media }

    package init(from decoder: any Decoder) throws {
        let entries = try decoder.container(keyedBy: Key.self).decode([Entry].self, forKey: .media)
        var known: [MediaUse: Known] = [:]
        var former: [MediaUse: [FormerStanding]] = [:]
        for entry in entries {
            let use = MediaUse(media: entry.media, category: entry.category)
            known[use] = entry.now.map { Known(since: $0.since ?? .min, facts: $0.facts) }
            let before = (entry.before ?? []).compactMap { facts in
                facts.until.map { FormerStanding(since: facts.since ?? .min, until: $0, facts: facts.facts) }
            }
            if !before.isEmpty {
                former[use] = Array(before.sorted { $0.until < $1.until }.suffix(Self.mostChanges))
            }
        }
        self.init(known: known, former: former)
    }

    package func encode(to encoder: any Encoder) throws {
        let uses = Set(known.keys).union(former.keys)
            .sorted { ($0.media, $0.category ?? "") < ($1.media, $1.category ?? "") }
        let entries = uses.map { use in
            Entry(
                media: use.media, category: use.category, now: known[use].map { Facts($0.facts, since: $0.since) },
                before: former[use]?.map { Facts($0.facts, since: $0.since, until: $0.until) })
        }
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(entries, forKey: .media)
    }
}
