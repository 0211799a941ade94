import Timecode

/// Lays coded pictures and sound out as an MPEG transport stream of exactly constant rate.
///
/// A pure function of what is put in: packet *k* is sent at the instant the house clock gives it (`TransportGrid`), the clock
/// references say just that, and what no picture, sound or table needs becomes null packets. Two runs that meet at a packet
/// meet without a jump of the clock.
struct TransportMultiplexer {
    private enum Stream: Int {
        case association = 0
        case map, description, video, audio
    }

    let settings: TransportSettings
    let grid: TransportGrid
    private let tables: TransportTables
    private let clockEvery: Int64
    private let tableEvery: Int64
    private let descriptionEvery: Int64
    private let videoLead: Int64
    private let audioLead: Int64
    /// 188 bytes of sound at the 2 Mbit/s that leave a decoder's transport buffer (2.4.2.3), in 27 MHz ticks.
    private static let audioSpacing: Int64 = 188 * 8 * 27_000_000 / 2_000_000

    /// 10 ms: how long before a picture would be late the pace is given up, in 27 MHz ticks.
    private static let haste: Int64 = 270_000

    private(set) var next: Int64
    private var counters: [UInt8]
    private var video = UnitQueue()
    private var audio = UnitQueue()
    private var videoBuffer: TransportBuffer
    private var audioAllowed: Int64 = .min
    private var wasSound = false
    private var pending: [Stream] = [.association, .map, .description]
    private var lastFrame: Int64
    private var packet = [UInt8](repeating: 0xff, count: TransportGrid.packetBytes)
    /// Pictures and blocks of sound whose last byte left after their decoding time: more was coded than the rate carries.
    private(set) var lateUnits: UInt64 = 0

    /// - Parameter mark: where an earlier run ended; its counters go on.
    init(_ settings: TransportSettings, firstPacket: Int64, after mark: TransportMark? = nil) {
        self.settings = settings
        grid = TransportGrid(rate: settings.muxRate)
        tables = TransportTables(settings)
        let perSecond = settings.muxRate / TransportGrid.packetBits
        clockEvery = max(1, perSecond * settings.clockMilliseconds / 1000)
        tableEvery = max(4, perSecond * settings.tableMilliseconds / 1000)
        descriptionEvery = max(8, perSecond * settings.descriptionMilliseconds / 1000)
        videoBuffer = TransportBuffer(rate: settings.videoPacketRate)
        videoLead = settings.bufferMilliseconds * 27_000
        audioLead = settings.audioLead * 27_000
        next = firstPacket
        counters = (0..<5).map { stream in
            mark.map { UInt8(truncatingIfNeeded: $0.counters >> UInt32(stream * 4) & 15) } ?? 15
        }
        lastFrame = mark?.frame ?? -1
    }

    /// Puts in one coded picture in decoding order; times in 90 kHz ticks since the epoch.
    mutating func addPicture(_ bytes: UnsafeRawBufferPointer, pts: Int64, dts: Int64, isKey: Bool, frame: Int64) {
        video.append(
            ElementaryUnit(
                stream: 0xe0, payload: bytes, pts: pts, dts: dts, isKey: isKey, isLengthKnown: false, frame: frame,
                lead: videoLead))
    }

    mutating func addSound(_ bytes: UnsafeRawBufferPointer, prefix: [UInt8], pts: Int64) {
        audio.append(
            ElementaryUnit(
                stream: 0xc0, prefix: prefix, payload: bytes, pts: pts, dts: pts, isKey: false, isLengthKnown: true,
                frame: -1, lead: audioLead))
    }

    /// Bytes that wait for their packets.
    var backlog: Int { video.byteCount + audio.byteCount }

    /// Makes every packet that starts before `ticks` (27 MHz since the epoch).
    mutating func run(until ticks: Int64, _ emit: (UnsafeRawBufferPointer, TransportMark) throws -> Void) rethrows {
        while true {
            let time = grid.start(of: next)
            guard time < ticks else { return }
            build(at: time)
            var packed: UInt32 = 0
            for (stream, value) in counters.enumerated() { packed |= UInt32(value) << UInt32(stream * 4) }
            let mark = TransportMark(packet: next, counters: packed, frame: lastFrame)
            try packet.withUnsafeBytes { try emit($0, mark) }
            next += 1
        }
    }

    /// Makes packets until nothing waits any more.
    mutating func drain(_ emit: (UnsafeRawBufferPointer, TransportMark) throws -> Void) rethrows {
        while !video.isEmpty || !audio.isEmpty {
            try run(until: grid.start(of: next) + 270_000, emit)
        }
    }

    private mutating func build(at time: Int64) {
        if next % tableEvery == 1 { pending += [.association, .map] }
        if next % descriptionEvery == 2 { pending.append(.description) }
        let needsClock = next % clockEvery == 0
        let mayLeave = !video.isEmpty && time >= video.head.earliest
        // A clock reference has to go in any case: it takes payload along if there is any.
        let videoReady = mayLeave && (needsClock || videoBuffer.hasRoom(at: time) || isPressed(at: time))
        let audioReady = !audio.isEmpty && time >= audio.head.earliest && time >= audioAllowed
        if needsClock {
            buildVideo(at: time, clock: grid.clockReference(of: next), hasPayload: videoReady)
        } else if let table = pending.first {
            pending.removeFirst()
            buildTable(table)
        } else if audioReady, !videoReady || !wasSound {
            wasSound = true
            audioAllowed = time + Self.audioSpacing
            buildAudio(at: time)
        } else if videoReady {
            wasSound = false
            buildVideo(at: time, clock: nil, hasPayload: true)
        } else {
            header(pid: 0x1fff, start: false, control: 1, counter: 0)
            fill(from: 4)
        }
    }

    /// Whether some picture would be late at the usual pace: then every packet there is goes to pictures.
    private func isPressed(at time: Int64) -> Bool {
        video.isShort(of: videoBuffer.spacing, at: time + Self.haste)
    }

    private mutating func header(pid: UInt16, start: Bool, control: UInt8, counter: UInt8) {
        packet[0] = 0x47
        packet[1] = (start ? 0x40 : 0) | UInt8(pid >> 8)
        packet[2] = UInt8(pid & 0xff)
        packet[3] = control << 4 | counter
    }

    private mutating func fill(from offset: Int) {
        for i in offset..<TransportGrid.packetBytes { packet[i] = 0xff }
    }

    private mutating func count(_ stream: Stream) -> UInt8 {
        counters[stream.rawValue] = (counters[stream.rawValue] + 1) & 15
        return counters[stream.rawValue]
    }

    private mutating func buildTable(_ stream: Stream) {
        let (pid, section) =
            switch stream {
            case .association: (TransportTables.associationPID, tables.association)
            case .map: (settings.pmtPID, tables.map)
            default: (TransportTables.descriptionPID, tables.description)
            }
        header(pid: pid, start: true, control: 1, counter: count(stream))
        packet[4] = 0
        packet.replaceSubrange(5..<5 + section.count, with: section)
        fill(from: 5 + section.count)
    }

    private mutating func buildAudio(at time: Int64) {
        let used = buildPayload(audio.head, pid: settings.audioPID, stream: .audio, clock: nil)
        if isLate(audio.head, used) { lateUnits += 1 }
        _ = audio.take(used)
    }

    /// Whether the packet that is being made holds a unit's last byte and ends after the unit's decoding time.
    private func isLate(_ unit: ElementaryUnit, _ used: Int) -> Bool {
        used == unit.left && grid.start(of: next + 1) > unit.deadline
    }

    private mutating func buildVideo(at time: Int64, clock: Int64?, hasPayload: Bool) {
        videoBuffer.take(at: time)
        guard hasPayload else {
            // A clock reference alone: no payload, so the counter stands (2.4.3.3).
            header(pid: settings.videoPID, start: false, control: 2, counter: counters[Stream.video.rawValue])
            fill(from: 4)
            adaptation(bytes: 184, isKey: false, clock: clock)
            return
        }
        let unit = video.head
        let used = buildPayload(unit, pid: settings.videoPID, stream: .video, clock: clock)
        if isLate(unit, used) { lateUnits += 1 }
        if let frame = video.take(used) { lastFrame = max(lastFrame, frame) }
    }

    /// One packet with as much of a unit as fits; returns the bytes taken.
    private mutating func buildPayload(_ unit: ElementaryUnit, pid: UInt16, stream: Stream, clock: Int64?) -> Int {
        let isStart = unit.sent == 0
        let marksKey = isStart && unit.isKey
        var field = clock != nil ? 8 : marksKey ? 2 : 0
        let used = min(unit.left, 184 - field)
        field = 184 - used
        header(pid: pid, start: isStart, control: field > 0 ? 3 : 1, counter: count(stream))
        adaptation(bytes: field, isKey: marksKey, clock: clock)
        unit.bytes.withUnsafeBufferPointer { source in
            packet.withUnsafeMutableBufferPointer { target in
                (target.baseAddress! + 4 + field).update(from: source.baseAddress! + unit.sent, count: used)
            }
        }
        return used
    }

    /// An adaptation field of `bytes` bytes, its length byte included (2.4.3.4).
    private mutating func adaptation(bytes: Int, isKey: Bool, clock: Int64?) {
        guard bytes > 0 else { return }
        packet[4] = UInt8(bytes - 1)
        guard bytes > 1 else { return }
        packet[5] = (isKey ? 0x40 : 0) | (clock != nil ? 0x10 : 0)
        var used = 6
        if let clock {
            let wrapped = clock % TransportGrid.clockWrap
            let (base, extra) = (wrapped / 300, wrapped % 300)
            packet[6] = UInt8(truncatingIfNeeded: base >> 25)
            packet[7] = UInt8(truncatingIfNeeded: base >> 17)
            packet[8] = UInt8(truncatingIfNeeded: base >> 9)
            packet[9] = UInt8(truncatingIfNeeded: base >> 1)
            packet[10] = UInt8(truncatingIfNeeded: base & 1) << 7 | 0x7e | UInt8(truncatingIfNeeded: extra >> 8)
            packet[11] = UInt8(truncatingIfNeeded: extra)
            used = 12
        }
        for i in used..<4 + bytes { packet[i] = 0xff }
    }
}
