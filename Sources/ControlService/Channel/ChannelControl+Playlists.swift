import ChannelConfiguration
import ChannelSchedule
import Logging
import Playlist
import PlaylistFormats
import Realtime
import Timecode
import Timeline

extension ChannelControl {
    /// A document that was offered and not accepted: why, by line and event.
    struct Rejected: Error {
        var code: String
        var problems: [String]
    }

    // MARK: The folder

    /// Takes in what lies in the folder at the start.
    func adoptFolder() {
        guard let listing = listing() else { return }
        for change in watch.adopt(listing) { follow(change, publishing: false) }
    }

    func lookAtFolder() {
        guard let listing = listing() else { return }
        for change in watch.observe(listing) { follow(change, publishing: true) }
    }

    /// Judges the files again that lacked approvals: desks come to be trusted, and windows begin.
    func retryUnapproved() {
        for name in unapprovedFiles.sorted() { follow(.settled(name), publishing: true) }
    }

    private func listing() -> [String: FileIdentity]? {
        do throws(SystemError) {
            let listing = try folder.listing()
            clear(.playlist, subject: folder.path)
            return listing
        } catch {
            alarm(
                .playlist, .warning, subject: folder.path, "the playlists folder cannot be read: \(error)",
                remedy: "make the folder, or give qalqan-control the right to read it; the schedule stays as it is")
            return nil
        }
    }

    private func follow(_ change: FolderWatch.Change, publishing: Bool) {
        switch change {
        case .removed(let name):
            if refusedFiles.remove(name) != nil { clear(.playlist, subject: name) }
            unapprovedFiles.remove(name)
            if state.documents.contains(where: { $0.name == name }) {
                logger.notice(
                    "a playlist file has gone; its document stays on the channel", metadata: ["file": "\(name)"])
            }
        case .settled(let name):
            unapprovedFiles.remove(name)
            do {
                let bytes = try folder.read(name)
                let accepted = try accept(
                    bytes, name: name, seal: folder.seal(of: name), from: .folder, by: .control)
                if refusedFiles.remove(name) != nil { clear(.playlist, subject: name) }
                if let accepted, publishing {
                    republish(because: "\(name) was accepted", onAir: accepted.onAir)
                }
            } catch let rejected as Rejected {
                refuse(name, rejected.problems)
                if rejected.code == Self.lacksApprovals { unapprovedFiles.insert(name) }
            } catch {
                refuse(name, ["\(error)"])
            }
        }
    }

    private func refuse(_ name: String, _ problems: [String]) {
        refusedFiles.insert(name)
        let stays = state.documents.contains { $0.name == name } ? "; the last good version stays" : ""
        let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
        alarm(
            .playlist, .critical, subject: name, "\(name) is not accepted\(stays): \(problems.first ?? "")\(more)",
            remedy: "qalqan check \(folder.path)/\(name)")
        for problem in problems.dropFirst().prefix(20) { logger.warning("\(problem)") }
    }

    // MARK: Accepting

    /// What was accepted: its digest, and warnings about it.
    struct Acceptance {
        var sha256: String
        var document: PlaylistDocument
        var warnings: [String]
        /// What becomes of what is on air.
        var onAir: JournalAction.OnAirRule
        /// Desks whose approval let it in; `nil` when none is asked for.
        var approvedBy: [String]?
    }

    /// Judges a document, journals it and makes it part of the schedule; publishing is for the caller.
    ///
    /// `nil` when it is on the channel already. Throws `Rejected` with every error found, or a failure of the disk.
    ///
    /// - Parameter seal: bytes of its seal; `nil` when there is none.
    func accept(
        _ bytes: [UInt8], name: String, seal: [UInt8]?, from origin: ScheduleState.Origin, by user: Peer
    ) throws -> Acceptance? {
        let sha256 = DocumentStore.digest(bytes)
        let (read, diagnostics) = PlaylistReader.read(bytes, file: name)
        guard let document = read else {
            throw Rejected(code: "playlist-errors", problems: diagnostics.map(\.description))
        }
        let replaced: String?
        switch state.admission(
            of: document, name: name, sha256: sha256, channel: settings.channel.id, from: origin)
        {
        case .known: return nil
        case .refuse(let code, let problem): throw Rejected(code: code, problems: [problem])
        case .accept(let replacing): replaced = replacing
        }
        let standing = try standing(of: document, bytes, name: name, seal: seal)
        let found = diagnostics + trial(of: document)
        guard !found.hasErrors else {
            throw Rejected(
                code: "playlist-errors",
                problems: found.inReadingOrder().filter { $0.severity == .error }.map(\.description))
        }
        _ = try store.keep(bytes)
        if let seal, standing.approvedBy != nil { try store.keep(seal: seal, of: sha256) }
        // A control that has just started has published nothing of its own: what is on air is what the last one did.
        if replaced != nil, resolved == nil, published != nil {
            resolved = desk.resolve(state, at: frame).schedule
        }
        let arrival = desk.arrival(of: document, replacing: replaced, at: frame, in: situation)
        let action = JournalAction.document(
            name: name, sha256: sha256, replaces: replaced, running: arrival.running)
        let entry = try record(
            action, by: user,
            effective: max(arrival.frame, state.lastEffective(before: action)))
        try state.apply(entry, document: desk.library)
        logger.info(
            "playlist accepted",
            metadata: [
                "file": "\(name)", "sha256": "\(sha256.prefix(12))", "by": "\(user.name)",
                "approvedBy": "\(standing.approvedBy?.joined(separator: ", ") ?? "-")",
            ])
        return Acceptance(
            sha256: sha256, document: document, warnings: standing.warnings + found.map(\.description),
            onAir: arrival.onAir, approvedBy: standing.approvedBy)
    }

    /// What the resolver says about a document by itself, on its day.
    private func trial(of document: PlaylistDocument) -> [Diagnostic] {
        let now = frame
        let day = document.day ?? calendar.day(of: now)
        let window =
            document.isLoose ? now..<(now + frames(seconds: Self.horizonSeconds)) : calendar.frames(of: day)
        let scheduled = ScheduledDocument(document, startFrame: document.isLoose ? now : nil)
        return ScheduleResolver.resolve(preparation.inputs(documents: [scheduled], window: window)).diagnostics
            .filter { $0.file == document.file }
    }
}
