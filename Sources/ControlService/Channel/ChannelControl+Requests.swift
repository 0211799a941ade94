import ChannelConfiguration
import ChannelSchedule
import Logging
import Playlist
import PlaylistFormats
import Timecode
import Timeline

extension ChannelControl {
    func status() -> OperatorAnswer {
        var answer = OperatorAnswer(ok: true)
        var document = composer.document()
        document.rundown = composer.rundown().events
        answer.status = document
        return answer
    }

    // MARK: Playlists

    func load(_ request: OperatorRequest, by user: Peer) -> OperatorAnswer {
        guard let name = request.name, let text = request.text else {
            return .refused("bad-request", "a playlist needs a name and a text")
        }
        do {
            let start = try request.start.map(startFrame)
            let bytes = Array(text.utf8)
            if let seen = request.ifDigest, let conflict = try conflict(bytes, name, seen: seen) { return conflict }
            let accepted = try accept(
                bytes, name: name, seal: request.seal.map { Array($0.utf8) },
                from: .command(replace: request.replace ?? false), by: user)
            let sha256 = DocumentStore.digest(bytes)
            guard let present = state.documents.first(where: { $0.sha256 == sha256 }) else {
                return .refused(
                    "known", "\(name) was on the channel and has been replaced or dropped; change it to load it again")
            }
            if let start {
                guard present.document.isLoose else {
                    return .refused("not-loose", "\(name) has its own times; only a loose list starts at --at")
                }
                let answer = order(.start(sha256: sha256, event: nil, at: start), by: user)
                return noted(answer, accepted?.warnings)
            }
            guard accepted != nil else { return .done("\(name) is on the channel already; nothing changes") }
            let difference = republish(because: "\(name) was loaded by \(user.name)", onAir: accepted?.onAir ?? .stays)
            return noted(loaded(name, present, difference), accepted?.warnings)
        } catch let rejected as Rejected {
            return OperatorAnswer(ok: false, problems: rejected.problems, code: rejected.code)
        } catch {
            return .refused("failed", "\(error)")
        }
    }

    /// The answer to a document that is an edit of another than the one that is there; both texts are kept.
    private func conflict(_ bytes: [UInt8], _ name: String, seen: String) throws -> OperatorAnswer? {
        let (read, diagnostics) = PlaylistReader.read(bytes, file: name)
        guard let read else { throw Rejected(code: "playlist-errors", problems: diagnostics.map(\.description)) }
        let present = state.present(for: read, name: name)
        if let present, seen.utf8.count >= 6, present.sha256.hasPrefix(seen.lowercased()) { return nil }
        let own = DocumentStore.digest(bytes)
        if present?.sha256 == own { return nil }
        _ = try store.keep(bytes)
        var answer = OperatorAnswer.refused(
            "conflict",
            present.map {
                "theirs: \($0.name) \($0.sha256.prefix(12)), accepted from \($0.by) at \($0.at)"
            } ?? "theirs: the document \(seen) is not on the channel any more",
            "yours, an edit of \(seen) and not loaded: \(name) \(own.prefix(12))",
            "both texts are kept: `qalqan playlist export \(present?.sha256.prefix(12) ?? own.prefix(12))`, "
                + "`qalqan playlist export \(own.prefix(12))`; "
                + "bring them together and load that with --if-digest \(present?.sha256.prefix(12) ?? "(none)")")
        let theirs = present.flatMap { present in state.orders.last { $0.brings(present.sha256) } }
        answer.conflict = OperatorAnswer.Conflict(
            theirs: theirs.map { [edit($0.entry, undoneBy: nil)] } ?? [], yours: "load \(name) (\(own.prefix(12)))",
            theirDigest: present?.sha256, yourDigest: own, revision: state.revision)
        return answer
    }

    private func noted(_ answer: OperatorAnswer, _ warnings: [String]?) -> OperatorAnswer {
        var answer = answer
        if let warnings, !warnings.isEmpty { answer.problems = (answer.problems ?? []) + warnings }
        return answer
    }

    private func loaded(
        _ name: String, _ accepted: ScheduleState.Accepted, _ difference: Int64?
    ) -> OperatorAnswer {
        let events = accepted.document.events.count
        let count = events == 1 ? "1 event" : "\(events) events"
        if accepted.document.isLoose, accepted.startFrame == nil {
            let first = accepted.document.events.first?.id ?? ""
            return .done(
                "\(name) is loaded (\(count)); it starts with `qalqan take \(first)`, or when loaded with --at")
        }
        if let difference { return .done("\(name) is accepted (\(count))", from: effective(difference)) }
        let day = accepted.document.day.map {
            $0 > calendar.day(of: frame) ? calendar.firstFrame(of: $0) : frame + orderLead
        }
        return .done("\(name) is accepted (\(count))", from: effective(day ?? frame + orderLead))
    }

    /// The frame of an instant as a person writes it; the past is refused.
    private func startFrame(_ text: String) throws -> Int64 {
        guard let instant = InstantText(text) else {
            throw Rejected(code: "bad-time", problems: ["--at \(text): expected \(InstantText.expected)"])
        }
        if case .label(_, _, let zone?, _) = instant, zone != calendar.zone.name {
            throw Rejected(
                code: "other-zone", problems: ["--at \(text): the channel's time zone is \(calendar.zone.name)"])
        }
        let now = frame
        let start: Int64
        do throws(CalendarProblem) {
            start = try calendar.frame(of: instant, nowUnixNanoseconds: calendar.unixNanoseconds(of: now))
        } catch {
            throw Rejected(code: "bad-time", problems: ["--at \(text): \(error.inInstant)"])
        }
        if instant != .now && start < now {
            throw Rejected(code: "past", problems: ["--at \(text): that is past; it is \(calendar.localText(of: now))"])
        }
        return start
    }

    func list() -> OperatorAnswer {
        var answer = OperatorAnswer(ok: true)
        answer.documents = view.documents
        return answer
    }

    func show(limit: Int) -> OperatorAnswer {
        var answer = OperatorAnswer(ok: true)
        answer.revision = state.revision
        answer.events = composer.events(from: frame, limit: min(max(1, limit), 5_000))
        return answer
    }

    func export(_ name: String) -> OperatorAnswer {
        // What was replaced, dropped or not loaded because of a conflict is there by its digest.
        guard let sha256 = state.find(name)?.sha256 ?? store.digest(beginning: name) else {
            return .refused("unknown-document", unknownDocument(name))
        }
        guard let bytes = store.text(sha256) else {
            return .refused("missing-text", "the text \(sha256) is missing from \(data.documents)")
        }
        var answer = OperatorAnswer(ok: true)
        answer.text = String(decoding: bytes, as: UTF8.self)
        return answer
    }

    func drop(_ name: String, by user: Peer) -> OperatorAnswer {
        guard let accepted = state.find(name) else { return .refused("unknown-document", unknownDocument(name)) }
        return order(.drop(sha256: accepted.sha256), by: user)
    }

    private func unknownDocument(_ name: String) -> String {
        let names = state.documents.map(\.name)
        return names.isEmpty
            ? "no document `\(name)`: none is loaded"
            : "no document `\(name)`: loaded are \(names.joined(separator: ", "))"
    }
}
