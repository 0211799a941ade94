import Glibc
import Realtime

/// Sample peaks per channel over the last few frames.
package struct PeakMeter {
    /// What stands for digital silence, in hundredths of dBFS.
    package static let floor: Int32 = -12_000

    private let channels: Int
    private let frames: Int
    private var recent: [Float]
    private var place = 0

    /// - Parameter frames: how many frames a peak stays.
    package init(channels: Int, frames: Int) {
        self.channels = channels
        self.frames = max(1, frames)
        recent = Array(repeating: 0, count: self.channels * self.frames)
    }

    /// Takes a frame's samples; returns the largest of them all.
    package mutating func add(_ samples: UnsafePointer<Float>, count: Int) -> Float {
        place = (place + 1) % frames
        var largest: Float = 0
        for channel in 0..<channels {
            var peak: Float = 0
            for i in 0..<count {
                let value = abs(samples[i * channels + channel])
                // Not a number is a fault that must show: full scale.
                peak = max(peak, value.isNaN ? 1 : value)
            }
            recent[place * channels + channel] = peak
            largest = max(largest, peak)
        }
        return largest
    }

    /// Hundredths of dBFS.
    package func peak(_ channel: Int) -> Int32 {
        guard channel < channels else { return Self.floor }
        var peak: Float = 0
        for frame in 0..<frames { peak = max(peak, recent[frame * channels + channel]) }
        guard peak > 0 else { return Self.floor }
        return max(Self.floor, Int32((2000 * log10(min(peak, 1e6))).rounded()))
    }
}
