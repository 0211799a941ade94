import Realtime

/// One sound stream as an endless run of samples from any position on, mixed to the programme's channels.
///
/// Before the sound, in its gaps and after its end there is silence.
final class SoundFeed {
    private let source: SoundSource
    private let outputs: Int
    /// The only output this stream feeds, when it is one of a pair of mono tracks.
    private let side: Int?
    /// Position of the first presented picture.
    let zero: Int64
    private var cursor: Int64 = 0
    private var block: SoundSource.Block?
    private var hasEnded = false
    private var matrix: [[Float]] = []
    private var matrixLayout: ChannelMix.Layout?

    init(_ source: SoundSource, outputs: Int, side: Int?, zero: Int64) {
        self.source = source
        self.outputs = outputs
        self.side = side
        self.zero = zero
    }

    var sampleRate: Int64 { source.sampleRate }

    /// Position just after the last sample, once it has been reached.
    private(set) var end: Int64?

    func seek(to position: Int64) throws(ItemFailure) {
        try source.seek(to: position)
        cursor = position
        block = nil
    }

    /// Adds the next `count` samples to `mixed`, interleaved.
    func add(_ count: Int, to mixed: UnsafeMutablePointer<Float>) throws(ItemFailure) {
        var done = 0
        while done < count {
            if block == nil, !hasEnded {
                block = try source.nextBlock()
                if block == nil {
                    hasEnded = true
                    end = end ?? cursor
                }
            }
            guard let current = block else {
                cursor += Int64(count - done)
                return
            }
            let blockEnd = current.position + Int64(current.count)
            if blockEnd <= cursor {
                block = nil
                continue
            }
            let silence = Int(min(Int64(count - done), max(0, current.position - cursor)))
            done += silence
            cursor += Int64(silence)
            guard done < count else { return }
            let from = Int(cursor - current.position)
            let part = min(count - done, current.count - from)
            mix(current, from: from, count: part, into: mixed + done * outputs)
            done += part
            cursor += Int64(part)
            if cursor >= blockEnd { block = nil }
        }
    }

    private func mix(_ block: SoundSource.Block, from: Int, count: Int, into mixed: UnsafeMutablePointer<Float>) {
        if matrixLayout != block.layout {
            matrix = ChannelMix.matrix(from: block.layout, to: outputs)
            if let side {
                matrix = (0..<outputs).map { row in block.layout.map { _ in row == side || outputs == 1 ? 1 : 0 } }
            }
            matrixLayout = block.layout
        }
        let channels = block.channels
        block.samples.withUnsafeBufferPointer { samples in
            for (output, row) in matrix.enumerated() {
                for (input, weight) in row.enumerated() where weight != 0 {
                    var target = mixed + output
                    var sample = samples.baseAddress! + from * channels + input
                    for _ in 0..<count {
                        target.pointee += weight * sample.pointee
                        target += outputs
                        sample += channels
                    }
                }
            }
        }
    }
}
