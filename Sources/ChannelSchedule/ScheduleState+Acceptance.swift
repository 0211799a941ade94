import Playlist

extension ScheduleState {
    /// What may become of a document that somebody offers.
    package enum Admission: Hashable, Sendable {
        /// It may come in, in the place of the document with this digest.
        case accept(replacing: String?)
        /// It is on the channel already, or was there and has been replaced: nothing to do.
        case known
        case refuse(code: String, problem: String)
    }

    /// Where a document comes from.
    package enum Origin: Hashable, Sendable {
        /// The watched folder: a changed file of the same name is the same document, edited.
        case folder
        /// An operator's command; whether it was told to replace.
        case command(replace: Bool)
    }

    /// Judges a document by what is there: one document a broadcast day, unless it says that it replaces.
    package func admission(
        of document: PlaylistDocument, name: String, sha256: String, channel: String, from origin: Origin
    ) -> Admission {
        if let own = document.channel, own != channel {
            return .refuse(
                code: "other-channel",
                problem:
                    "\(name):\(document.channelMark.line): the playlist is for channel `\(own)`, this is `\(channel)`")
        }
        if documents.contains(where: { $0.sha256 == sha256 }) { return .known }
        if origin == .folder, known.contains(sha256) { return .known }
        let isEdit = documents.last { $0.name == name && $0.slot == slot(of: document) }
        guard let slot = slot(of: document) else {
            // Loose lists stand beside each other; one of the same name takes over its place.
            return .accept(replacing: isEdit?.sha256)
        }
        guard let present = documents.last(where: { $0.slot == slot }) else { return .accept(replacing: nil) }
        let mayReplace =
            switch origin {
            case .folder: present.name == name || document.replaces
            case .command(let replace): replace || document.replaces
            }
        if mayReplace { return .accept(replacing: present.sha256) }
        let what = document.day == nil ? "a list for every day" : "a document for \(slot)"
        return .refuse(
            code: "day-taken",
            problem: "\(name): \(what) is on the channel already (\(present.name)); "
                + "say `replaces: true` in the document, or load it with --replace")
    }

    /// The document whose place another would take: of its day, or for a loose list of its name.
    package func present(for document: PlaylistDocument, name: String) -> Accepted? {
        guard let slot = slot(of: document) else { return documents.last { $0.document.isLoose && $0.name == name } }
        return documents.last { $0.slot == slot }
    }

    private func slot(of document: PlaylistDocument) -> String? {
        document.isLoose ? nil : document.day.map { "\($0)" } ?? "every day"
    }
}
