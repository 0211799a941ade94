import ChannelConfiguration
import ChannelSchedule
import Logging
import Timecode

extension ChannelControl {
    /// Orders that may wait at once.
    static let mostProposals = 32

    /// An order that one person has asked for and another has to agree to.
    struct Proposal: Sendable {
        var request: OperatorRequest
        var user: Peer
        var time: String
        /// Last frame on which consent counts.
        var untilFrame: Int64
    }

    /// Journals an order that needs two persons, and lets it wait.
    func propose(_ request: OperatorRequest, by user: Peer) -> OperatorAnswer {
        expireProposals()
        guard proposals.count < Self.mostProposals else {
            return .refused("too-many", "\(proposals.count) orders wait for consent already: qalqan consent list")
        }
        let now = frame
        let text = request.summary
        let number: UInt64
        do {
            number = try record(
                .proposed(order: request.command.rawValue, text: text), by: user, effective: now
            ).number
        } catch {
            // Slate and resume are for emergencies: a full disk does not stand in their way.
            guard request.command == .slate || request.command == .resume else {
                return .refused("journal", "not asked for, because it cannot be journalled: \(error)")
            }
            number = (proposals.keys.max() ?? 0) + 1
        }
        let seconds = settings.edits.consentSeconds
        proposals[number] = Proposal(
            request: request, user: user, time: calendar.utcText(of: now), untilFrame: now + frames(seconds: seconds))
        alarm(
            .consent, .notice, subject: "\(number)", "\(user.name) asks for a second person's consent: \(text)",
            remedy: "another user: qalqan consent give \(number), or qalqan consent refuse \(number)",
            seconds: seconds)
        var answer = OperatorAnswer.done(
            "\(text): waits for the consent of another user, \(seconds) s long: qalqan consent give \(number)")
        answer.code = "consent-needed"
        answer.proposals = [view(number, proposals[number]!)]
        return answer
    }

    func listProposals() -> OperatorAnswer {
        expireProposals()
        var answer = OperatorAnswer(ok: true)
        answer.proposals = proposals.sorted { $0.key < $1.key }.map(view)
        return answer
    }

    /// A second person agrees: the order is judged and done as if it had been given now, by whoever asked for it.
    func consent(to number: UInt64?, by user: Peer) -> OperatorAnswer {
        guard let number, let proposal = waiting(number) else { return unknownProposal(number) }
        guard proposal.user.uid != user.uid else {
            return .refused("same-user", "\(user.name) asked for it: consent is another user's to give")
        }
        do {
            _ = try record(.consented(to: number), by: user, effective: frame)
        } catch {
            guard proposal.request.command == .slate || proposal.request.command == .resume else {
                return .refused("journal", "not done, because consent cannot be journalled: \(error)")
            }
        }
        settle(number)
        logger.notice(
            "consent", metadata: ["order": "\(number)", "by": "\(user.name)", "asked": "\(proposal.user.name)"])
        return perform(proposal.request, by: proposal.user)
    }

    /// Anybody may refuse an order; whoever asked for it so takes it back.
    func decline(_ number: UInt64?, by user: Peer) -> OperatorAnswer {
        guard let number, let proposal = waiting(number) else { return unknownProposal(number) }
        _ = try? record(.declined(number), by: user, effective: frame)
        settle(number)
        return .done("\(proposal.request.summary), asked for by \(proposal.user.name), will not be done")
    }

    private func waiting(_ number: UInt64) -> Proposal? {
        expireProposals()
        return proposals[number]
    }

    private func unknownProposal(_ number: UInt64?) -> OperatorAnswer {
        guard let number else { return .refused("bad-request", "which order? qalqan consent list") }
        return .refused(
            "unknown-order", "no order \(number) waits for consent: it was done, refused, or its time is over")
    }

    private func settle(_ number: UInt64) {
        proposals[number] = nil
        clear(.consent, subject: "\(number)")
    }

    private func expireProposals() {
        let now = frame
        for (number, proposal) in proposals where proposal.untilFrame < now { settle(number) }
    }

    private func view(_ number: UInt64, _ proposal: Proposal) -> OperatorAnswer.Proposal {
        let rate = settings.format.rate
        return OperatorAnswer.Proposal(
            number: number, time: proposal.time, user: proposal.user.name, text: proposal.request.summary,
            secondsLeft: max(0, proposal.untilFrame - frame) * rate.denominator / rate.numerator)
    }
}
