import Testing

/// The checker is tested before it is trusted.
struct CheckerTests {
    @Test func rejectsEverySpoiltOutputForItsOwnReason() throws {
        let outcome = try Command.ask("check_selftest.py", [], limit: 240)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("ok   event pulled early by 70 frames"))
    }
}
