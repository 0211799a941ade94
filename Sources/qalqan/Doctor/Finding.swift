/// One thing `qalqan doctor` has looked at.
struct Finding: Encodable {
    enum Level: String, Encodable {
        /// As it should be.
        case good
        /// Worth knowing; nothing is missing.
        case note
        /// The channel runs, but not as well as it could.
        case warning
        /// Something that the configuration needs is missing.
        case error
    }

    /// Stable name, for scripts.
    let check: String
    let level: Level
    /// What was found, in plain words.
    let message: String
    /// What to do about it; empty where nothing is to be done.
    let remedy: String

    init(_ check: String, _ level: Level, _ message: String, remedy: String = "") {
        self.check = check
        self.level = level
        self.message = message
        self.remedy = remedy
    }
}
