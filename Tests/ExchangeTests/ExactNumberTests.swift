import Playlist
import Testing
import Timecode

@testable import ExchangeFormats

/// Decimal numbers as exact ratios, and the rates and paths that other systems write.
struct ExactNumberTests {
    @Test(
        arguments: [
            ("0", 0, 1), ("1", 1, 1), ("-1.5", -3, 2), ("30.04", 751, 25), ("1.5e3", 1500, 1), ("25E-2", 1, 4),
            ("0.10", 1, 10), ("+7", 7, 1),
            ("000012.500", 25, 2), ("999999999999999999", 999_999_999_999_999_999, 1),
        ] as [(String, Int128, Int128)])
    func numbers(text: String, numerator: Int128, denominator: Int128) {
        let number = ExactNumber(text)
        #expect(number?.numerator == numerator)
        #expect(number?.denominator == denominator)
    }

    @Test(arguments: [
        "", "-", ".", "1.", ".5", "1e", "1e25", "1e-25", "0x10", "1,5", "nan", "inf", "1 ", "１",
        "1e9999999999999999999", "1234567890123456789012345", "--1", "1.2.3",
    ])
    func notNumbers(text: String) { #expect(ExactNumber(text) == nil) }

    @Test func rounding() {
        for (text, rounded) in [("0.5", 1), ("1.4999", 1), ("-0.5", -1), ("2", 2), ("-2.4", -2)] as [(String, Int64)] {
            #expect(ExactNumber(text)?.rounded == rounded, "\(text)")
        }
        #expect(ExactNumber("1e24")?.rounded == nil)
        #expect(ExactNumber("9e23")?.scaled(by: .max, over: 1)?.scaled(by: .max, over: 1) == nil)
    }

    @Test(
        arguments: [
            ("25", 25, 1), ("29.97", 30000, 1001), ("23.976", 24000, 1001), ("23.98", 24000, 1001),
            ("59.94005994", 60000, 1001),
            ("30000/1001", 30000, 1001), ("25.0", 25, 1), ("119.88", 120000, 1001),
        ] as [(String, Int64, Int64)])
    func rates(text: String, numerator: Int64, denominator: Int64) {
        #expect(FrameRate(writtenAs: text) == FrameRate(numerator, denominator))
    }

    @Test(arguments: ["0", "-25", "25.5", "17.3", "1e9", "25/0", "x", "", "29.9"])
    func notRates(text: String) { #expect(FrameRate(writtenAs: text) == nil) }

    /// Seconds that are written read back as the same frame at every rate, for a day's worth of places.
    @Test(arguments: [FrameRate.fps25, .fps2997, .fps5994, .fps23976, .fps50])
    func secondsComeBack(rate: FrameRate) throws {
        for frame in stride(from: Int64(0), through: 6_000_000, by: 997) {
            let seconds = try #require(ExactNumber(rate.seconds(frame)))
            #expect(rate.frames(seconds: seconds)?.rounded == frame)
        }
    }

    @Test(arguments: [
        ("a.mov", "a.mov"), ("/srv/media/x/a.mov", "x/a.mov"), ("/srv/media/../media/a.mov", "a.mov"),
        ("file:///srv/media/a%20b.mov", "a b.mov"),
        ("file://localhost/srv/media/a.mov", "a.mov"), ("D:\\Clips\\x\\a.mov", "x/a.mov"),
        ("file:///D:/Clips/a.mov", "a.mov"), ("x\\y.mov", "x/y.mov"),
        ("./a.mov", "a.mov"), ("10:30.mov", "10:30.mov"), ("/srv/mediaa/a.mov", nil), ("/srv/media", nil),
        ("../a.mov", nil), ("http://x/a.mov", nil),
        ("file://host/srv/media/a.mov", nil), ("file:///srv/media/%2e%2e/%2e%2e/etc/passwd", nil), ("", nil),
        ("/", nil), ("C:\\other\\a.mov", nil),
    ])
    func paths(written: String, expected: String?) {
        let map = MediaPathMap(folders: ["/srv/media/", "D:/Clips"])
        #expect((try? map.path(written)) == expected)
        if let expected { #expect(MediaSource.isSafe(expected)) }
    }
}
