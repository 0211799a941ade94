import CFFmpeg

/// Which streams of a file are its picture and its sound.
struct StreamChoice {
    /// Index of the picture stream, `nil` for sound alone.
    var picture: Int?
    /// Indices of the sound streams: one, or two mono ones that are left and right, or none.
    var sound: [Int] = []
    /// Sound streams that no decoder understands, by codec name.
    var undecodable: [String] = []

    init(_ container: Container) {
        let context = container.context!
        let best = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, nil, 0)
        if best >= 0 {
            let stream = container.stream(Int(best))
            if stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0 { picture = Int(best) }
        }
        chooseSound(container)
    }

    /// The default sound stream of the picture's programme, else its first.
    private mutating func chooseSound(_ container: Container) {
        var candidates: [Int] = []
        let programme = picture.flatMap { av_find_program_from_stream(container.context, nil, Int32($0)) }
        for index in 0..<container.streamCount {
            let stream = container.stream(index)
            guard let parameters = stream.pointee.codecpar, parameters.pointee.codec_type == AVMEDIA_TYPE_AUDIO else {
                continue
            }
            if let programme {
                let members = UnsafeBufferPointer(
                    start: programme.pointee.stream_index, count: Int(programme.pointee.nb_stream_indexes))
                if !members.contains(UInt32(index)) { continue }
            }
            if avcodec_find_decoder(parameters.pointee.codec_id) == nil {
                undecodable.append(String(cString: avcodec_get_name(parameters.pointee.codec_id)))
            } else {
                candidates.append(index)
            }
        }
        guard let first = candidates.first else { return }
        let preferred = candidates.first {
            container.stream($0).pointee.disposition & AV_DISPOSITION_DEFAULT != 0
        }
        sound = [preferred ?? first]
        // Professional files carry one mono track per channel: the first two are left and right.
        if ["mxf", "mov,mp4,m4a,3gp,3g2,mj2", "gxf"].contains(container.formatName), candidates.count >= 2,
            candidates.allSatisfy({ Self.isMonoPCM(container.stream($0)) })
        {
            sound = Array(candidates.prefix(2))
        }
    }

    private static func isMonoPCM(_ stream: UnsafeMutablePointer<AVStream>) -> Bool {
        let parameters = stream.pointee.codecpar.pointee
        return parameters.ch_layout.nb_channels == 1
            && String(cString: avcodec_get_name(parameters.codec_id)).hasPrefix("pcm_")
    }
}
