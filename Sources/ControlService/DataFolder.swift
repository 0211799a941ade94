import Glibc
import Realtime

/// The places in a channel's data folder.
package struct DataFolder: Hashable, Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    package var controlSocket: String { path + "/control.sock" }
    package var journal: String { path + "/journal.jsonl" }
    /// Texts of the accepted playlist documents, by SHA-256.
    package var documents: String { path + "/documents" }
    /// Recalls that the channel has seen (`RevocationList`), and the folder in which it looks for them unless told otherwise.
    package var revocations: String { path + "/revocations.json" }
    package var recalls: String { path + "/recalls" }
    /// The last published timeline revision, read by a restarted air.
    package var schedule: String { path + "/schedule.qtl" }
    /// Air's as-run log, and the index of it.
    package var log: String { path + "/asrun" }
    package var asRunIndex: String { path + "/asrun.sqlite" }
    /// Signed heads of the as-run log and of the journal (`HeadFile`).
    package var heads: String { path + "/heads.jsonl" }
    /// When each media file was last read through and compared with its seal.
    package var proofs: String { path + "/proofs.json" }

    /// What was known of media when their events had their turn (`MediaMemory`).
    package var media: String { path + "/media.json" }

    /// What the channel has of its trust repository (`TrustFolder`).
    package var trust: String { path + "/trust" }

    /// The calendar tables in force (`CalendarStore`).
    package var calendar: String { path + "/calendar.json" }
    /// How to name the channel's frames (`ChannelSummary`).
    package var summary: String { path + "/channel.json" }

    /// Makes the folder and those in it.
    package func prepare() throws(SystemError) {
        for folder in [path, documents, log, recalls] {
            guard mkdir(folder, 0o750) == 0 || errno == EEXIST else {
                throw SystemError("mkdir", on: folder, code: errno)
            }
        }
    }
}
