import Glibc

/// Keeps recorded orders from being given again: each order of a connection must carry a word that the server has just made
/// for this connection, and that counts once.
///
/// Whoever can write to the socket can give orders; that is what its group is for. What this refuses is the bytes of an
/// earlier conversation, kept in a file or a log and sent again by whatever accident or intent.
struct OrderSession {
    private var word: String?

    /// Answers `hello` and refuses orders without the word; `nil` lets a request through.
    mutating func admit(_ request: OperatorRequest) -> OperatorAnswer? {
        if request.command == .hello {
            let word = Self.freshWord()
            self.word = word
            var answer = OperatorAnswer(ok: true)
            answer.word = word
            return answer
        }
        guard request.command.isOrder else { return nil }
        guard let given = request.word else {
            return .refused("no-word", "an order needs the word of its connection: ask with `hello` first")
        }
        // Whatever comes of it, the word is spent.
        defer { word = nil }
        guard given == word else {
            return .refused(
                "replayed", "the word of this order is not this connection's: a recorded order is not given again")
        }
        return nil
    }

    /// 128 bits from the system's random numbers.
    private static func freshWord() -> String {
        var generator = SystemRandomNumberGenerator()
        return hexadecimal((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
