/// Loudness of an item's first sound track, in hundredths so that equal measurements are equal values.
public struct Loudness: Hashable, Sendable {
    /// Integrated loudness (EBU R 128, ITU-R BS.1770-4) in hundredths of a LUFS; `nil` when all of it is below the gate.
    public var integratedHundredths: Int?
    /// True peak in hundredths of a dBTP; `nil` for digital silence.
    public var truePeakHundredths: Int?

    public init(integratedHundredths: Int?, truePeakHundredths: Int?) {
        self.integratedHundredths = integratedHundredths
        self.truePeakHundredths = truePeakHundredths
    }
}
