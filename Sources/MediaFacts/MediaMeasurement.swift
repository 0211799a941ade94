import Trust

/// What is measured about a media file when it is sealed.
package struct MediaMeasurement: Hashable, Sendable {
    package var technical: TechnicalFacts
    /// Loudness of the first sound track; `nil` without sound.
    package var loudness: Loudness?
}
