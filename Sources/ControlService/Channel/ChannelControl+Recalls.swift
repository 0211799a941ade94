import ChannelConfiguration
import ChannelSchedule
import Logging
import Realtime
import Timecode
import Timeline
import Trust
import TrustCrypto
import TrustFormats

/// Recalls: how they come in, and how they are kept.
extension ChannelControl {
    // MARK: Coming in

    /// Takes over what was kept by an earlier control and what lies in the folder, before anything is published.
    func keepRecalls() {
        let store = preparation.trust.recalls
        do throws(SealProblem) { _ = try store.kept() } catch {
            store.setAside()
            alarm(
                .recall, .critical, subject: store.path + ".damaged",
                "\(store.path) is damaged (\(error)) and was set aside: what was recalled before may not be known here",
                remedy: "those recalls that took effect hold by the journal; give the others again: qalqan recall")
        }
        lookAtRecalls(publishing: false)
        _ = readTrust()
    }

    /// Looks for recalls in the folder, at every round: the promise is one second.
    func lookAtRecalls(publishing: Bool = true) {
        let store = preparation.trust.recalls
        let listing = store.listing()
        for name in recallWatch.forget(allBut: listing) { clear(.recall, subject: name) }
        var taken = false
        for name in recallWatch.due(listing) {
            do throws(SealProblem) {
                switch try take(try store.read(name)) {
                case .unknownSigner: throw SealProblem("nobody has signed it whom the channel trusts")
                case .known: break
                case .new: taken = true
                }
                recallWatch.took(name, listing[name])
                clear(.recall, subject: name)
            } catch {
                guard recallWatch.refuse(name, listing[name]) else { continue }
                alarm(
                    .recall, .warning, subject: name,
                    "\(store.folder)/\(name) is not a recall for this channel: \(error)",
                    remedy: "have the desk make it again (qalqan recall), or remove the file")
            }
        }
        if taken { actOnRecalls(by: .control, publishing: publishing) }
    }

    /// `qalqan recall` over the control socket.
    func recall(_ request: OperatorRequest, by user: Peer) -> OperatorAnswer {
        guard let text = request.text else { return .refused("bad-request", "a recall needs its text") }
        let recall: SignedRecall
        do throws(SealProblem) {
            recall = try SignedRecall(json: Array(text.utf8))
            if try take(recall) == .unknownSigner {
                return .refused(
                    "unknown-signer", "nobody has signed this recall whom the channel trusts",
                    "sign it with the key of a desk of trust.desks: qalqan recall FILE.recall.json --key NAME.key")
            }
        } catch {
            return .refused("not-a-recall", "not kept: \(error)")
        }
        let effect = actOnRecalls(by: user, publishing: true)
        return answer(to: recall.statement, effect)
    }

    private enum Taking {
        case new, known, unknownSigner
    }

    /// Keeps a recall for good, with the signatures of those the channel knows.
    private func take(_ recall: SignedRecall) throws(SealProblem) -> Taking {
        let own = recall.keeping(signaturesOf: preparation.library.basis.desks)
        guard !own.envelope.signatures.isEmpty else { return .unknownSigner }
        var list = (try? preparation.trust.recalls.kept()) ?? RevocationList()
        for recall in unkeptRecalls.recalls { list.add(recall) }
        guard list.add(own) else { return .known }
        guard list.recalls.count <= RevocationList.most else {
            throw SealProblem("the channel keeps \(RevocationList.most) recalls already")
        }
        // What cannot be written holds all the same.
        unkeptRecalls.add(own)
        keepOnDisk()
        return .new
    }

    /// Writes the recalls that could not be written yet; tried again until it can be done.
    func keepOnDisk() {
        guard !unkeptRecalls.recalls.isEmpty else { return }
        let store = preparation.trust.recalls
        var list = (try? store.kept()) ?? RevocationList()
        for recall in unkeptRecalls.recalls { list.add(recall) }
        do throws(SystemError) {
            try store.keep(list)
            unkeptRecalls = RevocationList()
            clear(.recall, subject: store.path)
        } catch {
            alarm(
                .recall, .critical, subject: store.path,
                "a recall could not be written to disk and is held in memory alone: \(error)",
                remedy: "make room on the disk or mend it before qalqan-control is restarted")
        }
    }
}
