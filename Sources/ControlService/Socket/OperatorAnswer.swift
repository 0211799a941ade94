/// The answer to a `OperatorRequest`: a line of JSON.
package struct OperatorAnswer: Hashable, Sendable, Codable {
    package var ok: Bool
    /// What was done, or what was asked for, in a sentence.
    package var message: String?
    /// Why not, and what to do; one line each, with the playlist's lines where they are known.
    package var problems: [String]?
    /// Stable word for the refusal, such as `not-cued`.
    package var code: String?
    /// The frame from which a change holds, and how it reads.
    package var effective: Effective?
    package var status: StatusDocument?
    package var documents: [StatusDocument.Schedule.Document]?
    package var events: [StatusDocument.Event]?
    package var text: String?
    /// Number of the order in the journal, as `undo` and `edits` have it: the schedule's revision from now on.
    package var revision: UInt64?
    package var edits: [Edit]?
    /// Both versions, where two editors meet.
    package var conflict: Conflict?
    package var timeZone: ZoneChange?
    /// The word for the next order of this connection.
    package var word: String?
    /// Orders that wait for a second person.
    package var proposals: [Proposal]?

    /// An order that somebody has asked for and a second person has to agree to.
    package struct Proposal: Hashable, Sendable, Codable {
        package var number: UInt64
        /// UTC, ISO 8601.
        package var time: String
        package var user: String
        /// What it would do.
        package var text: String
        package var secondsLeft: Int64
    }

    /// An order or a document that made the schedule what it is.
    package struct Edit: Hashable, Sendable, Codable {
        package var number: UInt64
        /// UTC, ISO 8601.
        package var time: String
        package var user: String
        /// One word, and in words.
        package var kind: String
        package var text: String
        package var effective: Effective
        /// Number of the order that undid it.
        package var undoneBy: UInt64?
    }

    package struct Conflict: Hashable, Sendable, Codable {
        /// What others have done that whoever gave the order had not seen.
        package var theirs: [Edit]
        /// What was asked, in words, and not done.
        package var yours: String
        /// For documents: digests of both texts, which are both kept (`playlist export DIGEST`).
        package var theirDigest: String?
        package var yourDigest: String?
        /// What the schedule's revision is now.
        package var revision: UInt64
    }

    package struct Effective: Hashable, Sendable, Codable {
        package var frame: Int64
        package var timecode: String
        package var utc: String

        package init(frame: Int64, timecode: String, utc: String) {
            self.frame = frame
            self.timecode = timecode
            self.utc = utc
        }
    }

    package init(
        ok: Bool, message: String? = nil, problems: [String]? = nil, code: String? = nil, effective: Effective? = nil
    ) {
        self.ok = ok
        self.message = message
        self.problems = problems
        self.code = code
        self.effective = effective
    }

    package static func done(_ message: String, from effective: Effective? = nil, notes: [String]? = nil)
        -> OperatorAnswer
    {
        OperatorAnswer(ok: true, message: message, problems: notes, effective: effective)
    }

    package static func refused(_ code: String, _ problems: String...) -> OperatorAnswer {
        OperatorAnswer(ok: false, problems: problems, code: code)
    }
}
