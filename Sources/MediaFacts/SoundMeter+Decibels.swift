import Glibc

extension SoundMeter {
    static func log10(_ value: Double) -> Double { Glibc.log10(value) }
}
