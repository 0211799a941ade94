import Playlist

extension ScheduleResolver {
    /// Every medium whose standing the resolver will ask for, in this region.
    public static func mediaUses(
        of documents: [ScheduledDocument], edits: [OperatorEdit] = [], fillers: [FillerPool] = [], region: String
    ) -> Set<MediaUse> {
        var uses: Set<MediaUse> = []
        func add(_ source: MediaSource?, _ category: String?) {
            if let source { uses.insert(MediaUse(media: source.media, category: category)) }
        }
        func add(_ event: PlaylistEvent, _ list: PlaylistDocument?) {
            if case .media(let source)? = event.hold ?? list?.defaults.hold { add(source, event.category) }
            switch RegionName.entry(of: region, in: event.regions) {
            case .skip: return
            case .replace(let source, _, let alternate):
                add(source ?? event.source, event.category)
                add(alternate ?? event.alternate, event.category)
            case nil:
                add(event.source, event.category)
                add(event.alternate, event.category)
            }
            guard let optOut = event.optOut, let own = RegionName.entry(of: region, in: optOut.regions) else { return }
            for event in own { add(event, list) }
        }
        func add(_ pools: [FillerPool]) {
            for pool in pools where pool.serves(region: region) {
                for item in pool.items { add(item.source, pool.category) }
            }
        }
        for document in documents {
            for event in document.document.events { add(event, document.document) }
            add(document.document.fillers)
            if let shown = document.running?.media {
                uses.insert(MediaUse(media: shown.media, category: shown.category))
                if let alternate = shown.alternate {
                    uses.insert(MediaUse(media: alternate, category: shown.category))
                }
            }
        }
        var inserted: [PlaylistEvent] = []
        for case .insert(let event, _) in edits.map(\.action) {
            add(event, nil)
            inserted.append(event)
        }
        for case .replace(let name, let change) in edits.map(\.action) {
            guard let media = change.media else { continue }
            let id = name.lastIndex(of: "#").map { String(name[..<$0]) } ?? name
            for event in documents.lazy.flatMap(\.document.events) where event.id == id || event.id == name {
                uses.insert(MediaUse(media: media, category: event.category))
            }
            for event in inserted where event.id == id || event.id == name {
                uses.insert(MediaUse(media: media, category: event.category))
            }
        }
        add(fillers)
        return uses
    }

    /// Every medium whose standing the resolver will ask for.
    public static func mediaUses(_ inputs: ScheduleInputs) -> Set<MediaUse> {
        mediaUses(of: inputs.documents, edits: inputs.edits, fillers: inputs.fillers, region: inputs.region)
    }
}
