import ChannelConfiguration
import ChannelSchedule
import Logging
import Playlist
import PlaylistFormats
import Realtime
import Timecode
import Timeline
import Trust

extension ChannelControl {
    /// Time that air gets to cue what was not on its list: a held event, a loose list that is started.
    static let cueLeadMilliseconds: Int64 = 2_500

    /// Answers a request from the control socket.
    package func handle(_ request: OperatorRequest, from user: Peer) async -> OperatorAnswer {
        logger.debug("request", metadata: ["command": "\(request.command.rawValue)", "user": "\(user.name)"])
        if settings.edits.consent.contains(request.command.rawValue) { return propose(request, by: user) }
        return perform(request, by: user)
    }

    /// Does what a request asks, or refuses it.
    func perform(_ request: OperatorRequest, by user: Peer) -> OperatorAnswer {
        switch request.command {
        case .hello: return OperatorAnswer(ok: true)
        case .consentList: return listProposals()
        case .consentGive: return consent(to: request.number, by: user)
        case .consentRefuse: return decline(request.number, by: user)
        case .status: return status()
        case .take, .hold, .skip, .delete, .move, .retime, .replace, .extend, .shorten, .undo:
            return edit(request, by: user)
        case .edits: return edits(limit: request.limit ?? 40)
        case .insert: return insert(request, by: user)
        case .slate: return slate(request.reason, by: user)
        case .resume: return resume(by: user)
        case .playlistLoad: return load(request, by: user)
        case .playlistList: return list()
        case .playlistShow: return show(limit: request.limit ?? 40)
        case .playlistExport: return export(request.name ?? "")
        case .playlistDrop: return drop(request.name ?? "", by: user)
        case .recall: return recall(request, by: user)
        case .timeZone: return timeZone(days: request.limit.map(Int64.init))
        case .timeZoneApprove: return approveTimeZone(request.name, by: user)
        }
    }

    // MARK: Orders

    /// An order about events, read out of its request.
    private func edit(_ request: OperatorRequest, by user: Peer) -> OperatorAnswer {
        do throws(OrderRefusal) {
            return order(
                try OperatorOrder(request, rate: settings.format.rate), by: user, ifRevision: request.ifRevision)
        } catch {
            return answer(to: error)
        }
    }

    private func slate(_ name: String?, by user: Peer) -> OperatorAnswer {
        order(.slate(reason: name ?? SlateReason.operatorOrder.name), by: user)
    }

    private func resume(by user: Peer) -> OperatorAnswer {
        noteEmergency()
        let answer = order(.resume, by: user)
        return answer.code == "no-effect"
            ? .refused("nothing-to-resume", "no slate is ordered and nothing is held: there is nothing to resume")
            : answer
    }

    /// Takes over what air has latched by itself: from now on it is the schedule's, journalled, and outlives air.
    func noteEmergency() {
        guard let answered = surroundings.boards.air.read()?.emergencyFrame, answered > state.emergencyFrame else {
            return
        }
        let answer = order(.emergency(frame: answered), by: .emergencyInput)
        if !answer.ok {
            logger.warning("the emergency input is not journalled", metadata: ["because": "\(answer.problems ?? [])"])
        }
        state.noteEmergency(answered)
    }

    private func insert(_ request: OperatorRequest, by user: Peer) -> OperatorAnswer {
        let (name, text): (String, String)
        if let media = request.media, !media.isEmpty {
            for item in media {
                let finding = preparation.library.find(item, category: nil)
                if let withheld = finding.verdict.withheld {
                    return .refused("withheld", "\(item): \(withheld); it would not air")
                }
                guard preparation.standing(of: finding).lengthFrames != nil else {
                    return .refused(
                        "no-length",
                        "\(item): a still has no length of its own; insert it by a document with a duration")
                }
            }
            (name, text) = ("insert", InsertDocument(media: media, number: frame).text)
        } else if let given = request.text {
            (name, text) = (request.name ?? "insert", given)
        } else {
            return .refused("bad-request", "nothing to insert: name media or a document")
        }
        let bytes = Array(text.utf8)
        let (document, diagnostics) = PlaylistReader.read(bytes, file: name)
        guard let document else {
            return OperatorAnswer(ok: false, problems: diagnostics.map(\.description), code: "playlist-errors")
        }
        guard document.isLoose else {
            return .refused(
                "not-loose",
                "\(name): only a loose list can be inserted; load a document for a day with `qalqan playlist load`")
        }
        if request.media?.isEmpty ?? true {
            do {
                _ = try standing(of: document, bytes, name: name, seal: request.seal.map { Array($0.utf8) })
            } catch let rejected as Rejected {
                return OperatorAnswer(ok: false, problems: rejected.problems, code: rejected.code)
            } catch {
                return .refused("failed", "\(error)")
            }
        }
        let taken = Set(view.events.map { ScheduleDesk.bare($0.id) })
        if let double = document.events.first(where: { taken.contains($0.id) }) {
            return .refused(
                "duplicate-event", "\(name): the schedule has an event `\(double.id)` already; give it another id")
        }
        do {
            let sha256 = try store.keep(bytes)
            return order(.insert(sha256: sha256), by: user, ifRevision: request.ifRevision)
        } catch {
            return .refused("disk", "the document could not be kept: \(error)")
        }
    }

    /// Tries an order on the schedule, journals it, publishes it, and says from which frame it holds.
    func order(_ order: OperatorOrder, by user: Peer, ifRevision: UInt64? = nil) -> OperatorAnswer {
        var lead: Int64 = 0
        for attempt in 0..<4 {
            let asked = frame
            let accepted: AcceptedOrder
            do throws(OrderRefusal) {
                accepted = try desk.judge(order, by: user, at: asked, in: situation, lead: lead, ifRevision: ifRevision)
            } catch {
                return answer(to: error)
            }
            // A long list takes longer to resolve than the lead allows: ask for more time, and again.
            if frame + 2 > accepted.revision.effectiveFrom, accepted.revision.effectiveFrom >= asked, attempt < 3 {
                lead = max(lead, (frame - asked) * 2 + orderLead)
                continue
            }
            let action = accepted.entry.action
            do {
                let entry = try record(action, by: user, effective: accepted.entry.effective)
                try state.apply(entry, document: desk.library)
            } catch {
                // Slate and resume are for emergencies: a full disk does not stand in their way.
                guard action.isUrgent else {
                    return .refused("journal", "not done, because it cannot be journalled: \(error)")
                }
                state = accepted.state
            }
            publish(accepted.revision, accepted.resolution, because: "\(action.name) by \(user.name)")
            let first = action.isDocument ? accepted.firstChange : nil
            var done = OperatorAnswer.done(accepted.message, from: effective(first ?? accepted.entry.effective))
            done.revision = state.revision
            done.problems = shortfall(of: accepted).map { [$0] }
            return done
        }
        return .refused("slow", "the schedule takes too long to resolve; nothing was changed")
    }
}
