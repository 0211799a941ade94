import Glibc
import Realtime
import Testing

/// A file that turns bad at some block: the item ends on the last frame that can be had without that block, not before.
@Suite struct LastGoodFrameTests {
    private struct Packet {
        var time: Int
        var end: Int
    }

    /// The pictures' packets in the file's order, by ffprobe.
    private static func packets(of path: String) throws -> [Packet] {
        let command =
            "ffprobe -v error -select_streams v:0 -show_entries packet=pts,size,pos -of compact=p=0:nk=0 '\(path)'"
        let pipe = try #require(popen(command, "r"))
        defer { pclose(pipe) }
        var line = [CChar](repeating: 0, count: 512)
        var packets: [Packet] = []
        while fgets(&line, 512, pipe) != nil {
            var fields: [Substring: Int] = [:]
            let text = String(
                decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            for field in text.split(separator: "|") {
                let parts = field.split(separator: "=")
                if parts.count == 2, let value = Int(parts[1]) { fields[parts[0]] = value }
            }
            guard let time = fields["pts"], let size = fields["size"], let place = fields["pos"] else { continue }
            packets.append(Packet(time: time, end: place + size))
        }
        return packets
    }

    /// Frames from the first on whose packets, and those of all before them, come before the first one that touches the block.
    private static func good(_ packets: [Packet], before byte: Int) -> Int {
        let read = Set(packets.prefix { $0.end <= byte }.map(\.time))
        return packets.map(\.time).sorted().prefix { read.contains($0) }.count
    }

    @Test(arguments: [
        ("b-frames.mp4", Clip.steady + ["-bf", "3"], 0), ("b-frames.mkv", Clip.steady + ["-bf", "2"], 0),
        ("plain.mp4", Clip.steady + ["-bf", "0"], 0),
        // Only what follows shows where a packet ends, and then where a picture does: two packets, reordered.
        ("b-frames.ts", Clip.steady + ["-bf", "2"], 4),
        ("prores.mov", ["-pix_fmt", "yuv422p10le", "-c:v", "prores_ks"], 0),
    ])
    func picturesEndOnTheLastGoodFrame(name: String, options: [String], spare: Int) throws {
        let path = try Workshop.clip("last-\(name)", frames: 100, sound: nil, options: options)
        let seal = Workshop.seal(path)
        let packets = try Self.packets(of: path)
        try #require(packets.count == 100)
        let whole = Workshop.read(path)
        // Several places, so that the cut falls into different groups of pictures. What has no header that says all is
        // looked through first, as far as probing goes: a bad block there withholds it in whole.
        let isDescribed = name.hasSuffix("mp4") || name.hasSuffix("mov")
        for place in [40, 55, 70].dropFirst(isDescribed ? 0 : 1).map({ whole.count * $0 / 100 }) {
            var bytes = whole
            bytes[place] ^= 1
            Workshop.write(bytes, to: path)
            let run = try DecodeRun.decode(path, frames: 100, seal: seal)
            #expect(run.status == 10 && run.state == .verificationFailed, "\(name)")
            let good = Self.good(packets, before: place / 65_536 * 65_536)
            #expect(run.numbers == Array(0..<run.numbers.count), "\(name)")
            #expect((good - spare...good).contains(run.numbers.count), "\(name): \(run.numbers.count) of \(good)")
        }
    }

    /// With sound beside the pictures, wherever the two lie in the file: no frame without its sound, and at most two fewer.
    @Test(arguments: ["aac.mp4", "aac.ts", "pcm.mov", "flac.mkv"])
    func soundComesAsFarAsItsPictures(name: String) throws {
        let codec = String(name.prefix { $0 != "." })
        let path = try Workshop.clip(
            "last-\(name)", frames: 100, sound: TestSound(seconds: 4),
            options: Clip.steady + ["-bf", "2", "-c:a", codec == "pcm" ? "pcm_s16le" : codec])
        let seal = Workshop.seal(path)
        let packets = try Self.packets(of: path)
        var bytes = Workshop.read(path)
        let place = bytes.count / 2
        bytes[place] ^= 1
        Workshop.write(bytes, to: path)
        let run = try DecodeRun.decode(path, frames: 100, seal: seal)
        #expect(run.status == 10 && run.state == .verificationFailed)
        let good = Self.good(packets, before: place / 65_536 * 65_536)
        #expect(run.numbers == Array(0..<run.numbers.count))
        // A transport stream's sound is carried up to a second away from its pictures.
        let spare = name.hasSuffix("ts") || name.hasSuffix("mp4") ? 30 : 3
        #expect((good - spare...good).contains(run.numbers.count), "\(name): \(run.numbers.count) of \(good)")
        #expect(run.channel(0).count >= run.numbers.count * 1920)
    }
}
