import ChannelConfiguration
import Playlist
import Timecode
import Trust
import TrustFormats

extension ChannelControl {
    /// Code of the refusal of a document that lacks approvals.
    static let lacksApprovals = "playlist-approvals"

    /// How a document stands with the policy for playlists.
    struct DocumentStanding {
        /// Desks that approved it; `nil` when none is asked for.
        var approvedBy: [String]?
        var warnings: [String] = []
    }

    /// Judges a document, whose bytes are those that were parsed, by its seal. Throws `Rejected` when it lacks approvals.
    func standing(
        of document: PlaylistDocument, _ bytes: [UInt8], name: String, seal: [UInt8]?
    ) throws -> DocumentStanding {
        let basis = preparation.library.basis
        guard let rule = basis.policy.playlists else { return DocumentStanding() }
        let verdict = SignedDocument.judge(
            bytes, seal: seal, kind: .playlist, rule: rule, basis: basis, channel: settings.channel.id,
            day: document.day.map { "\($0)" }, at: calendar.time.start(of: frame))
        switch verdict {
        case .accepted(let approvals): return DocumentStanding(approvedBy: approvals.map(\.desk))
        case .withheld(let why):
            let problem = PlaylistApprovals.problem(name, why, rule)
            if settings.isRehearsal {
                return DocumentStanding(approvedBy: nil, warnings: ["\(problem); taken, because this box rehearses"])
            }
            throw Rejected(code: Self.lacksApprovals, problems: [problem])
        }
    }
}
