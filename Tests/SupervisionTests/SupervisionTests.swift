import Testing

@testable import Supervision

@Suite struct WatchdogTests {
    static let second: Int64 = 1_000_000_000

    @Test func airThatAdvancesIsNotHung() {
        var watchdog = Watchdog(now: 0)
        for frame in 0..<100 {
            let now = Int64(frame) * 40_000_000
            let advanced = watchdog.observe(frame: Int64(frame), now: now)
            #expect(advanced)
            #expect(!watchdog.isHung(now: now + 40_000_000))
        }
    }

    @Test func airThatStandsStillIsHungWithinASecond() {
        var watchdog = Watchdog(now: 0)
        _ = watchdog.observe(frame: 1, now: 0)
        let advanced = watchdog.observe(frame: 1, now: Self.second / 2)
        #expect(!advanced)
        #expect(!watchdog.isHung(now: Self.second / 2))
        #expect(watchdog.isHung(now: Self.second))
    }

    @Test func aStartingAirGetsLonger() {
        var watchdog = Watchdog(now: 0)
        _ = watchdog.observe(frame: 1, now: 0)
        watchdog.restart(now: Self.second)
        // The board still holds the last frame of the air before it: that is no sign of life.
        let advanced = watchdog.observe(frame: 1, now: Self.second + 1)
        #expect(!advanced)
        #expect(!watchdog.isHung(now: 4 * Self.second))
        #expect(watchdog.isHung(now: 7 * Self.second))
    }
}

@Suite struct PulseTests {
    static let second: Int64 = 1_000_000_000

    @Test func aCountThatStandsStillIsGoneAfterItsPatience() {
        var pulse = Pulse(now: 0)
        for beat in UInt64(1)...20 {
            let isGone = pulse.isGone(
                count: beat, patience: Self.second, isExpected: true, now: Int64(beat) * Self.second / 2)
            #expect(!isGone)
        }
        let (atLimit, beyond) = (
            pulse.isGone(count: 20, patience: Self.second, isExpected: true, now: 11 * Self.second),
            pulse.isGone(count: 20, patience: Self.second, isExpected: true, now: 11 * Self.second + 1)
        )
        #expect(!atLimit && beyond)
    }

    @Test func whatHasNotBeatenYetGetsLonger() {
        var pulse = Pulse(now: 0)
        // The board still says what the process before wrote: that is no sign of life.
        let first = pulse.isGone(count: 7, patience: Self.second, isExpected: true, now: 1)
        let later = pulse.isGone(count: 7, patience: Self.second, isExpected: true, now: 50 * Self.second)
        let tooLate = pulse.isGone(count: 7, patience: Self.second, isExpected: true, now: 62 * Self.second)
        #expect(!first && !later && tooLate)
    }

    @Test func timeDoesNotRunWhileNothingCanBeat() {
        var pulse = Pulse(now: 0)
        var isGone = pulse.isGone(count: 1, patience: Self.second, isExpected: true, now: 0)
        isGone = pulse.isGone(count: 2, patience: Self.second, isExpected: true, now: 1) || isGone
        isGone = pulse.isGone(count: 2, patience: Self.second, isExpected: false, now: 100 * Self.second) || isGone
        isGone = pulse.isGone(count: 2, patience: Self.second, isExpected: true, now: 101 * Self.second) || isGone
        #expect(!isGone)
    }
}

@Suite struct ChildTests {
    @Test func theFirstRestartsAreImmediateAndLaterOnesBounded() {
        var child = Child(name: "air", program: "/bin/true", arguments: [], now: 0)
        let delays = (0..<20).map { _ in child.delayAfterDeath(livedNanoseconds: 1_000) }
        #expect(delays.prefix(2).allSatisfy { $0 == 0 })
        #expect(delays == delays.sorted())
        #expect(delays.last == 2_000_000_000)
        // A long life wipes the slate clean.
        let delay = child.delayAfterDeath(livedNanoseconds: 60_000_000_000)
        #expect(delay == 0)
    }
}
