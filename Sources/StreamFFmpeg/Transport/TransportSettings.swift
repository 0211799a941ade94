import Timecode

/// How a transport stream is laid out (ISO/IEC 13818-1, ETSI EN 300 468).
package struct TransportSettings: Hashable, Sendable {
    /// Values of `stream_type` in the programme map (ISO/IEC 13818-1, table 2-34).
    package enum Kind: UInt8, Sendable {
        case mpeg2Video = 0x02
        case mpegAudio = 0x03
        case adtsAAC = 0x0f
        case h264 = 0x1b
    }

    /// Bits a second of the whole stream, null packets included; never more, never less.
    package var muxRate: Int64 = 10_000_000
    /// Bits a second of coded pictures, and how many pictures that are.
    package var videoRate: Int64 = 8_000_000
    package var picturesPerSecond: Int64 = 25
    /// Bits a second of coded sound.
    package var audioRate: Int64 = 192_000
    package var audioChannels: Int64 = 2
    package var videoKind: Kind = .h264
    package var audioKind: Kind = .adtsAAC
    package var transportStreamID: UInt16 = 1
    package var serviceID: UInt16 = 1
    package var pmtPID: UInt16 = 0x1000
    package var videoPID: UInt16 = 0x0100
    package var audioPID: UInt16 = 0x0101
    package var serviceName = "Qalqan"
    package var provider = "Qalqan"
    /// ISO 639-2 code of the sound's language.
    package var language = "und"
    /// Time between two clock references (at most 100 ms by 13818-1, 40 ms by DVB).
    package var clockMilliseconds: Int64 = 20
    package var tableMilliseconds: Int64 = 100
    package var descriptionMilliseconds: Int64 = 1000
    /// How long before its decoding time a picture's first byte may leave.
    package var bufferMilliseconds: Int64 = 700
    /// How long before its presentation time sound may leave at most.
    package var audioLeadMilliseconds: Int64 = 100

    package init() {}

    /// Bits a second that the pictures' packets need: four bytes in 188 are headers, each picture has a header of its own and
    /// leaves half its last packet empty (108 bytes in all), and clock references take their place.
    var videoNeed: Int64 { videoRate * 188 / 184 + picturesPerSecond * 864 + 64_000 / clockMilliseconds }

    /// Bits a second at which the pictures' packets leave, headers included: as fast as a decoder's transport buffer empties,
    /// 1.2 times the coded rate (ISO/IEC 13818-1, 2.14.3.1), so that what audio and tables hold up is made good at once.
    var videoPacketRate: Int64 { min(max(videoRate * 6 / 5, videoNeed * 106 / 100), muxRate) }

    /// How long before its presentation time sound may leave, so that the decoder's buffer for it holds what has come: 3,584
    /// bytes, 8,976 for more than two channels of AAC (ISO/IEC 13818-1, 2.4.2.3 and 2.4.2.7), less two blocks of 24 ms.
    var audioLead: Int64 {
        let buffer: Int64 = audioKind == .adtsAAC && audioChannels > 2 ? 8976 : 3584
        let room = (buffer - 2 * (audioRate * 24 / 8000 + 30)) * 8000 / (audioRate * 105 / 100)
        return min(audioLeadMilliseconds, max(room, 30))
    }

    /// Bits a second that all streams and tables need.
    private var need: Int64 {
        let tables = TransportGrid.packetBits * (2000 / tableMilliseconds + 1000 / descriptionMilliseconds + 1)
        return videoNeed + audioRate * 110 / 100 + tables
    }

    /// What is wrong with these settings, in words for who wrote them.
    package var problems: [String] {
        var found: [String] = []
        let pids: [(String, UInt16)] = [("pmt-pid", pmtPID), ("video-pid", videoPID), ("audio-pid", audioPID)]
        for (name, pid) in pids where !(0x20...0x1ffe).contains(pid) {
            found.append("--\(name) \(pid): expected 32 to 8190")
        }
        if Set(pids.map(\.1)).count < 3 { found.append("pmt, video and audio PIDs must differ") }
        if serviceID == 0 { found.append("--service-id 0 is reserved: expected 1 to 65535") }
        if !(100_000...200_000_000).contains(muxRate) {
            found.append("--mux-rate \(muxRate): expected 100000 to 200000000 bits a second")
        }
        if !(1...40).contains(clockMilliseconds) { found.append("--pcr-ms \(clockMilliseconds): expected 1 to 40") }
        if found.isEmpty, need > muxRate {
            found.append(
                "--mux-rate \(muxRate) is too little for pictures of \(videoRate) and sound of \(audioRate) bits a second:"
                    + " expected at least \(need)")
        }
        if !(300...5000).contains(bufferMilliseconds) {
            found.append("--buffer-ms \(bufferMilliseconds): expected 300 to 5000")
        }
        if language.utf8.count != 3 { found.append("--language \(language): expected three letters of ISO 639-2") }
        if serviceName.utf8.count > 80 || provider.utf8.count > 80 {
            found.append("--service-name and --provider take at most 80 bytes")
        }
        return found
    }
}
