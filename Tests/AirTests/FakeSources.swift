import AirEngine
import CLinux
import PlayoutCore
import Realtime
import Synchronization
import Timecode
import Timeline

/// Decoders inside the test: they fill real rings with pictures and samples that say what they are.
///
/// A picture carries its file's number and its media frame; sample *i* of a file carries *i*, so that a wrong, repeated or
/// missing one shows.
final class FakeSources: SourceBroker, @unchecked Sendable {
    struct Behaviour {
        var length: Int64 = .max
        var failsAt: (frame: Int64, state: SourceState)?
        /// Frames it may still write before it stands still; changed by the test.
        var budget: Int64 = .max
    }

    private struct Decoder {
        let ring: SourceRing
        let request: SourceRequest
    }

    let format: ChannelFormat
    let geometry = SourceRing.Geometry(depth: 12, pictures: 14)
    var desk: SourceDesk!
    var behaviours: [String: Behaviour] = [:]
    private var decoders: [UInt64: Decoder] = [:]
    private(set) var requests: [SourceRequest] = []
    private(set) var released: [UInt64] = []
    // The desk's thread and the test's both come here.
    private let lock = Mutex(())

    init(format: ChannelFormat) { self.format = format }

    func cue(_ request: SourceRequest) {
        lock.withLock { _ in
            let data = try! SharedMemory.create(
                name: "test ring", count: SourceRing.byteCount(format: format, geometry: geometry))
            let control = try! SharedMemory.create(name: "test control", count: SourceRing.controlBytes)
            let ring = try! SourceRing.create(data: data, control: control, format: format, geometry: geometry)
            requests.append(request)
            decoders[request.key] = Decoder(ring: ring, request: request)
            fill(request.key)
            desk.arrived(key: request.key, ring: ring)
        }
    }

    func release(key: UInt64) {
        lock.withLock { _ in
            released.append(key)
            decoders[key] = nil
        }
    }

    /// Lets every decoder run as far as its ring has room.
    func pump() { lock.withLock { _ in for key in Array(decoders.keys) { fill(key) } } }

    func loseAll(_ path: String) {
        let keys = lock.withLock { _ in decoders.filter { $0.value.request.asset.path == path }.map(\.key) }
        for key in keys { desk.lost(key: key) }
    }

    private func fill(_ key: UInt64) {
        guard let decoder = decoders[key], decoder.ring.state == .working else { return }
        let (ring, request) = (decoder.ring, decoder.request)
        let path = request.asset.path
        let behaviour = behaviours[path] ?? Behaviour()
        let end = min(behaviour.length, behaviour.failsAt?.frame ?? .max)
        while ring.hasRoomForFrame {
            let frame = ring.framesWritten
            let mediaFrame = request.inFrame + frame
            if mediaFrame >= end || frame >= request.frames {
                if let failure = behaviour.failsAt, mediaFrame >= failure.frame, mediaFrame < behaviour.length {
                    ring.setState(failure.state)
                } else {
                    ring.end(at: frame)
                }
                return
            }
            guard behaviours[path]?.budget ?? .max > 0 else { return }
            behaviours[path]?.budget -= 1
            write(frame, mediaFrame, of: path, to: ring, request)
        }
    }

    private func write(
        _ frame: Int64, _ mediaFrame: Int64, of path: String, to ring: SourceRing, _ request: SourceRequest
    ) {
        let slot = Int(frame % Int64(geometry.pictures))
        TestPicture.paint(ring.picture(slot), format, tag: TestPicture.tag(path), frame: mediaFrame)
        let base = format.time.firstSample(of: request.inFrame)
        let first = base + ring.samplesWritten
        // One sample more than the frame owns: house frames do not always own as many as media frames.
        let last = format.time.firstSample(of: mediaFrame + 1) + 2
        let channels = Int(format.channels)
        let samples = (first..<last).flatMap { sample in
            (0..<channels).map { TestPicture.sample(sample, channel: $0) }
        }
        samples.withUnsafeBufferPointer { ring.publishSamples($0.baseAddress!, count: Int(last - first)) }
        ring.publishFrame(slot: slot, sourceFrame: mediaFrame)
    }
}

/// Pictures and samples that say what they are.
enum TestPicture {
    static func tag(_ path: String) -> UInt8 {
        UInt8(truncatingIfNeeded: path.utf8.reduce(0) { $0 &* 31 &+ Int($1) }) | 1
    }

    static func sample(_ index: Int64, channel: Int) -> Float {
        Float(index % 30_011) / 32_768 * (channel == 0 ? 1 : -1)
    }

    /// Every visible byte follows from tag, frame and place.
    static func paint(_ picture: UnsafeMutableRawPointer, _ format: ChannelFormat, tag: UInt8, frame: Int64) {
        forEachByte(format) { offset, place in
            picture.storeBytes(of: byte(tag, frame, place), toByteOffset: offset, as: UInt8.self)
        }
    }

    static func byte(_ tag: UInt8, _ frame: Int64, _ place: Int) -> UInt8 {
        switch place {
        case 0: tag
        case 1...4: UInt8(truncatingIfNeeded: frame >> (8 * (place - 1)))
        default: UInt8(truncatingIfNeeded: Int(tag) &* 7 &+ Int(frame) &* 13 &+ place &* 3)
        }
    }

    /// Calls with the offset of each visible byte and its number.
    static func forEachByte(_ format: ChannelFormat, _ body: (Int, Int) -> Void) {
        let layout = PictureLayout(format)
        var place = 0
        for (offset, stride, rows, width) in [
            (0, layout.lumaStride, layout.height, layout.width),
            (layout.blueOffset, layout.chromaStride, layout.height / 2, layout.width / 2),
            (layout.redOffset, layout.chromaStride, layout.height / 2, layout.width / 2),
        ] {
            for row in 0..<rows {
                for column in 0..<width {
                    body(offset + row * stride + column, place)
                    place += 1
                }
            }
        }
    }

    /// Tag and frame of a picture if all of it is that picture.
    static func read(_ picture: UnsafeRawPointer, _ format: ChannelFormat) -> (tag: UInt8, frame: Int64)? {
        let tag = picture.load(as: UInt8.self)
        let frame = (0..<4).reduce(Int64(0)) {
            $0 | Int64(picture.load(fromByteOffset: $1 + 1, as: UInt8.self)) << (8 * $1)
        }
        var isWhole = true
        forEachByte(format) { offset, place in
            if picture.load(fromByteOffset: offset, as: UInt8.self) != byte(tag, frame, place) { isWhole = false }
        }
        return isWhole ? (tag, frame) : nil
    }
}

extension ChannelFormat {
    static func small(_ rate: FrameRate) -> ChannelFormat {
        ChannelFormat(width: 32, height: 16, rate: rate, colour: .bt709, sampleRate: 48_000, channels: 2)!
    }
}

extension Asset {
    static func file(_ path: String) -> Asset {
        Asset(
            path: path, treePath: path + ".tree", verityDigest: [UInt8](repeating: 7, count: 32),
            sha256: [UInt8](repeating: 9, count: 32), size: 1000)
    }
}

/// A revision of consecutive events: file, in-point, frames.
func schedule(
    _ events: [(file: String, inFrame: Int64, frames: Int64)], from first: Int64, rate: FrameRate, number: UInt64 = 1,
    effectiveFrom: Int64 = 0
) -> TimelineRevision {
    var assets: [Asset] = []
    var frame = first
    let segments = events.enumerated().map { number, event in
        let index = assets.firstIndex { $0.path == event.file } ?? assets.count
        if index == assets.count { assets.append(.file(event.file)) }
        defer { frame += event.frames }
        return Segment(
            firstFrame: frame, endFrame: frame + event.frames, source: .asset(index, inFrame: event.inFrame),
            event: "event-\(number)", title: "Event \(number)")
    }
    return TimelineRevision(
        number: number, rate: rate, effectiveFrom: effectiveFrom, segments: segments, assets: assets)
}
