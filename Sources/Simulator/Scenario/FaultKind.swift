/// What can happen to a channel from outside. The raw value is its name in a plan.
package enum FaultKind: String, Hashable, Sendable, CaseIterable {
    // Files, as decoders find them. `target` is the file.
    /// Cued in this time, it is there only when the time is over.
    case lateFile = "late-file"
    /// Cued in this time, it is not there.
    case missingFile = "missing-file"
    /// Its bytes are others in this time: what has been read is good, the next block is not.
    case swappedFile = "swapped-file"
    /// Nothing is read of it in this time.
    case slowFile = "slow-file"
    /// Cued in this time, it ends after `amount` frames.
    case shortFile = "short-file"
    /// Its decoder is gone on this frame.
    case lostDecoder = "lost-decoder"
    /// Its seal is not there until the time is over.
    case lateSeal = "late-seal"

    // Processes and the clock.
    /// Control dies and is back after this time; what it knew, it reads from its journal.
    case controlCrash = "control-crash"
    /// Air dies: so many frames are not published.
    case airCrash = "air-crash"
    /// The house clock is so many frames further on.
    case clockStep = "clock-step"
    /// The local emergency input.
    case emergencyInput = "emergency-input"

    // Lists. `target` is the day, from 0.
    /// The list of the day comes so much later.
    case lateList = "late-list"
    /// Another version of the list of the day comes.
    case newList = "new-list"

    // Operators. `amount` picks one of the coming events.
    case take
    case skip
    case hold
    /// An event of `amount` frames behind what is on air.
    case insert
    /// The slate, ended after this time.
    case slate
    case resume
    /// Orders that must be refused: an event that is on air, one that nobody knows, an insertion with an id that is taken.
    case illegal

    // Edits of the list. `amount` picks the event, `target` what becomes of it.
    /// A coming event leaves the list.
    case delete
    /// It goes to another place.
    case move
    /// It gets a start of its own, or follows.
    case retime
    /// Another file, in-point or length in its place.
    case replace
    /// It, or what is on air, gets longer or shorter.
    case length
    /// One of the last orders is taken back.
    case undo
    /// An order for an event that somebody has changed since its editor looked: it must be refused.
    case conflict

    package static let files: [FaultKind] = [
        .lateFile, .missingFile, .swappedFile, .slowFile, .shortFile, .lostDecoder, .lateSeal,
    ]
    package static let orders: [FaultKind] = [
        .take, .skip, .hold, .insert, .slate, .resume, .illegal, .delete, .move, .retime, .replace, .length, .undo,
        .conflict,
    ]
}
