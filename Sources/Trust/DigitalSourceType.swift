/// How pictures and sound came to be, in the terms of IPTC's controlled vocabulary *Digital Source Type*.
public enum DigitalSourceType: String, Hashable, Sendable, CaseIterable {
    case digitalCapture
    case computationalCapture
    case negativeFilm
    case positiveFilm
    case print
    case humanEdits
    case algorithmicallyEnhanced
    case digitalCreation
    case dataDrivenMedia
    case screenCapture
    case virtualRecording
    case composite
    case compositeCapture
    case compositeSynthetic
    case compositeWithTrainedAlgorithmicMedia
    case trainedAlgorithmicMedia
    case algorithmicMedia

    static let vocabulary = "http://cv.iptc.org/newscodes/digitalsourcetype/"

    /// The term's identifier, as seals carry it.
    public var uri: String { Self.vocabulary + rawValue }

    /// The term named by its identifier, or by its last part alone.
    public init?(uri: String) {
        self.init(rawValue: uri.hasPrefix(Self.vocabulary) ? String(uri.dropFirst(Self.vocabulary.count)) : uri)
    }

    /// Whether viewers must be told that what they see or hear was generated.
    public var isSynthetic: Bool {
        switch self {
        case .compositeSynthetic, .compositeWithTrainedAlgorithmicMedia, .trainedAlgorithmicMedia, .algorithmicMedia:
            true
        default: false
        }
    }
}
