import Realtime
import Testing
import Timecode

/// Pictures decoded straight into the ring are the same ones that are drawn where no slot can be spared.
@Suite struct DirectPicturesTests {
    /// References, B-pictures shown out of order, one slice or several, and MPEG-2.
    static let clips: [Clip] = [
        Clip(name: "direct.mp4", options: Clip.x264 + ["-refs", "4", "-an"] + flagged),
        Clip(name: "direct-bframes.mp4", options: Clip.x264 + ["-bf", "3", "-refs", "6", "-g", "24", "-an"] + flagged),
        Clip(name: "direct-mpeg2.ts", options: Clip.mpeg2 + ["-an"] + flagged),
    ]
    /// As the channel: unflagged pictures of this size would be converted from BT.601.
    private static let flagged = ["-colorspace", "bt709"]

    @Test(arguments: clips)
    func sameHoweverManySlots(_ clip: Clip) throws {
        let path = try Workshop.clip(clip.name, rate: "25", frames: 120, sound: nil, options: clip.options)
        let layout = PictureLayout(DecodeRun.format)
        for inFrame in [0, 31] as [Int64] {
            var drawn: [UInt8]?
            // 2: every picture is drawn. 6 and 11: some. 24: none.
            for (depth, pictures) in [(2, 2), (2, 6), (8, 11), (8, 24)] {
                for killAt in [nil, 17] as [Int64?] {
                    let run = try DecodeRun.decode(
                        path, inFrame: inFrame, frames: 60, depth: depth, pictures: pictures, killAt: killAt)
                    #expect(run.status == 0 && run.endFrame == 60)
                    #expect(run.numbers == (0..<60).map { Int(inFrame) + $0 }, "\(pictures) slots")
                    let last = Self.visible(run.picture, layout)
                    #expect(last == drawn ?? last, "\(pictures) slots")
                    drawn = last
                    // The decoder alone writes the coded rows below the picture.
                    let below = run.picture[layout.height * layout.lumaStride]
                    if pictures == 2 { #expect(below == 0, "it was drawn") }
                    if pictures == 24 { #expect(below != 0, "it was decoded in place") }
                }
            }
        }
    }

    /// The rows that are seen, all three planes.
    private static func visible(_ picture: [UInt8], _ layout: PictureLayout) -> [UInt8] {
        var bytes: [UInt8] = []
        for row in 0..<layout.height {
            bytes += picture[row * layout.lumaStride..<row * layout.lumaStride + layout.width]
        }
        for plane in [layout.blueOffset, layout.redOffset] {
            for row in 0..<layout.height / 2 {
                let start = plane + row * layout.chromaStride
                bytes += picture[start..<start + layout.width / 2]
            }
        }
        return bytes
    }
}
