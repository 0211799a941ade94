import CFFmpeg

/// The filters that turn a picture upright, as its display matrix asks (telephones film sideways).
enum PictureRotation {
    static func chain(of stream: UnsafeMutablePointer<AVStream>) -> String? {
        guard let matrix = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, nil) else { return nil }
        let degrees = matrix.withMemoryRebound(to: Int32.self, capacity: 9) { av_display_rotation_get($0) }
        guard degrees.isFinite else { return nil }
        // FFmpeg counts anticlockwise.
        switch (Int((-degrees).rounded()) % 360 + 360) % 360 {
        case 45..<135: return "transpose=clock"
        case 135..<225: return "hflip,vflip"
        case 225..<315: return "transpose=cclock"
        default: return nil
        }
    }
}
