import CLinux
import Glibc
import Timecode

/// How far a render is, one line on standard error that rewrites itself; silent without a terminal.
final class RenderProgress {
    private let frames: Int
    private let rate: FrameRate
    private let began = ql_monotonic_nanoseconds()
    private var drawn: Int64 = 0

    init(frames: Int, rate: FrameRate) {
        self.frames = frames
        self.rate = rate
    }

    func show(_ done: Int64, slateFrames: Int) {
        guard StandardError.isTerminal else { return }
        let now = ql_monotonic_nanoseconds()
        guard now - drawn > 200_000_000 else { return }
        drawn = now
        // Programme time over time spent, in tenths.
        let programme = scaledDown(done, by: rate.denominator * 10_000_000_000, over: rate.numerator)
        let speed = programme / max(1, now - began)
        draw(
            "\(done) of \(frames) frames, \(done * 100 / Int64(frames)) %, \(speed / 10).\(speed % 10)x, \(slateFrames) of them slates"
        )
    }

    func finish() { if StandardError.isTerminal { draw("") } }

    private func draw(_ text: String) {
        let bytes = Array("\r\u{1b}[K\(text)".utf8)
        _ = write(2, bytes, bytes.count)
    }
}
