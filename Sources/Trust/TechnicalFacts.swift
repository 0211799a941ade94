import Timecode

/// What a media file is, as measured when it was sealed.
public struct TechnicalFacts: Hashable, Sendable {
    /// How the lines of a picture were scanned.
    public enum Scan: String, Hashable, Sendable, CaseIterable {
        case progressive
        case topFieldFirst
        case bottomFieldFirst
    }

    public struct Video: Hashable, Sendable {
        /// FFmpeg's name of the codec, as `h264`.
        public var codec: String
        /// Coded picture in pixels, and the shape of a pixel.
        public var width: Int
        public var height: Int
        public var sampleAspect: Ratio
        /// Pictures per second; `nil` for a still.
        public var rate: FrameRate?
        public var scan: Scan
        /// Pictures from the first presented one to the last, at `rate`; `nil` when it could not be counted.
        public var pictures: Int64?

        public init(
            codec: String, width: Int, height: Int, sampleAspect: Ratio, rate: FrameRate?, scan: Scan, pictures: Int64?
        ) {
            self.codec = codec
            self.width = width
            self.height = height
            self.sampleAspect = sampleAspect
            self.rate = rate
            self.scan = scan
            self.pictures = pictures
        }
    }

    public struct Audio: Hashable, Sendable {
        public var codec: String
        /// Samples per second.
        public var sampleRate: Int
        public var channels: Int
        /// As tagged in the file (ISO 639-2), or `nil`.
        public var language: String?

        public init(codec: String, sampleRate: Int, channels: Int, language: String?) {
            self.codec = codec
            self.sampleRate = sampleRate
            self.channels = channels
            self.language = language
        }
    }

    /// FFmpeg's name of the container, as `mov,mp4,m4a,3gp,3g2,mj2`.
    public var container: String
    /// Seconds from the first presented picture (or sample, without pictures) to the end of the last; `nil` for a still.
    public var duration: Ratio?
    /// One still picture, shown for as long as its event lasts.
    public var isStill: Bool
    public var video: Video?
    public var audio: [Audio]
    /// Timecode label of the first picture, where the file has one.
    public var startTimecode: String?

    public init(
        container: String, duration: Ratio?, isStill: Bool, video: Video?, audio: [Audio], startTimecode: String?
    ) {
        self.container = container
        self.duration = duration
        self.isStill = isStill
        self.video = video
        self.audio = audio
        self.startTimecode = startTimecode
    }

    /// Length in frames of a channel at `rate`: every channel frame that has something to show; `nil` for a still or when
    /// the length is not known.
    ///
    /// Channel frame *k* shows source picture `floor(k x source rate / channel rate)`, so *S* pictures fill
    /// `ceil(S x channel rate / source rate)` frames. Sound alone fills whole frames only.
    public func frames(at rate: FrameRate) -> Int64? {
        if isStill { return nil }
        if let video, let pictures = video.pictures, let source = video.rate {
            return scaledUp(
                pictures, by: rate.numerator * source.denominator, over: rate.denominator * source.numerator)
        }
        guard let duration else { return nil }
        let (numerator, overflow) = duration.numerator.multipliedReportingOverflow(by: rate.numerator)
        let (denominator, overflow2) = duration.denominator.multipliedReportingOverflow(by: rate.denominator)
        if overflow || overflow2 { return nil }
        return numerator / denominator
    }
}
