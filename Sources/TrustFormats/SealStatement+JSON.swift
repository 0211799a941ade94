import Foundation
import Timecode
import Trust
import TrustCrypto

extension SealStatement {
    /// The statement as the payload of an envelope: in-toto Statement v1, compact, sorted keys.
    package var json: [UInt8] { SealJSON.encode(SealDocument(self)) }

    /// Reads a payload. Every number and text in it is checked; the message of the error says what is wrong.
    package init(json: [UInt8]) throws(SealProblem) {
        let document: SealDocument
        do {
            document = try JSONDecoder().decode(SealDocument.self, from: Data(json))
        } catch let error as DecodingError {
            throw SealProblem("not a seal: \(Self.describe(error))")
        } catch {
            throw SealProblem("not a seal")
        }
        if let key = SealJSON.unknownKey(in: json, under: "predicate", of: document) {
            throw SealProblem("unknown key \"\(key)\": made by a newer version?")
        }
        self = try document.statement()
    }

    private static func describe(_ error: DecodingError) -> String {
        func place(_ context: DecodingError.Context, _ last: String? = nil) -> String {
            (context.codingPath.map(\.stringValue) + [last].compactMap { $0 }).joined(separator: ".")
        }
        return switch error {
        case .keyNotFound(let key, let context): "\(place(context, key.stringValue)) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(place(context)) is of the wrong kind"
        default: "not JSON"
        }
    }
}

extension SealDocument {
    init(_ seal: SealStatement) {
        type = Self.type
        predicateType = Self.predicateType
        subject = [
            Subject(
                name: seal.name,
                digest: Subject.Digest(
                    sha256: Hexadecimal.encode(seal.sha256), verity: Hexadecimal.encode(seal.verityDigest)))
        ]
        let facts = seal.technical
        predicate = Predicate(
            serial: seal.serial, sealedAt: UTCText.encode(seal.sealedAt), size: seal.size,
            origin: seal.origin.map { Origin(desk: $0.desk, country: $0.country) }, category: seal.category,
            languages: seal.languages.isEmpty ? nil : seal.languages,
            territories: seal.territories.isEmpty ? nil : seal.territories,
            notBefore: seal.notBefore.map { UTCText.encode($0) }, notAfter: seal.notAfter.map { UTCText.encode($0) },
            digitalSourceType: seal.disclosure?.uri,
            loudness: seal.loudness.map {
                Loudness(
                    integratedLUFS: $0.integratedHundredths.map(HundredthsText.encode),
                    truePeakDBTP: $0.truePeakHundredths.map(HundredthsText.encode))
            },
            technical: Technical(
                container: facts.container, duration: facts.duration?.description, still: facts.isStill,
                startTimecode: facts.startTimecode,
                video: facts.video.map {
                    Video(
                        codec: $0.codec, width: $0.width, height: $0.height,
                        sampleAspect: $0.sampleAspect.description, rate: $0.rate?.description, scan: $0.scan.rawValue,
                        pictures: $0.pictures)
                },
                audio: facts.audio.map {
                    Audio(codec: $0.codec, sampleRate: $0.sampleRate, channels: $0.channels, language: $0.language)
                }))
    }

    func statement() throws(SealProblem) -> SealStatement {
        guard type == Self.type else { throw SealProblem("not an in-toto Statement v1") }
        guard predicateType == Self.predicateType else { throw SealProblem("not a seal but \(predicateType)") }
        guard subject.count == 1, let file = subject.first else {
            throw SealProblem("a seal is about exactly one file")
        }
        guard let sha256 = Hexadecimal.decode(file.digest.sha256), sha256.count == 32,
            let verity = Hexadecimal.decode(file.digest.verity), verity.count == 32
        else { throw SealProblem("its digests are not 64 hexadecimal digits") }
        guard (0..<1 << 50).contains(predicate.size) else { throw SealProblem("size is out of bounds") }
        guard let sealedAt = UTCText.decode(predicate.sealedAt) else { throw SealProblem("sealedAt is not a time") }
        return SealStatement(
            name: file.name, size: predicate.size, sha256: sha256, verityDigest: verity, serial: predicate.serial,
            sealedAt: sealedAt,
            origin: predicate.origin.map { SealStatement.Origin(desk: $0.desk, country: $0.country) },
            category: predicate.category, languages: predicate.languages ?? [],
            territories: predicate.territories ?? [], notBefore: try Self.instant(predicate.notBefore, "notBefore"),
            notAfter: try Self.instant(predicate.notAfter, "notAfter"), disclosure: try disclosure(),
            loudness: try loudness(), technical: try technical())
    }

    private static func instant(_ text: String?, _ key: String) throws(SealProblem) -> TAIInstant? {
        guard let text else { return nil }
        guard let instant = UTCText.decode(text) else { throw SealProblem("\(key) is not a time") }
        return instant
    }

    private func disclosure() throws(SealProblem) -> DigitalSourceType? {
        guard let uri = predicate.digitalSourceType else { return nil }
        guard let term = DigitalSourceType(uri: uri) else { throw SealProblem("digitalSourceType \(uri) is not known") }
        return term
    }

    private func loudness() throws(SealProblem) -> Trust.Loudness? {
        guard let loudness = predicate.loudness else { return nil }
        func hundredths(_ text: String?) throws(SealProblem) -> Int? {
            guard let text else { return nil }
            guard let value = HundredthsText.decode(text) else { throw SealProblem("loudness \(text) is not a number") }
            return value
        }
        return Trust.Loudness(
            integratedHundredths: try hundredths(loudness.integratedLUFS),
            truePeakHundredths: try hundredths(loudness.truePeakDBTP))
    }

    private func technical() throws(SealProblem) -> TechnicalFacts {
        let facts = predicate.technical
        var duration: Ratio?
        if let text = facts.duration {
            guard let ratio = Ratio(text) else { throw SealProblem("duration \(text) is not a fraction of seconds") }
            duration = ratio
        }
        let audio = facts.audio.map {
            TechnicalFacts.Audio(
                codec: $0.codec, sampleRate: $0.sampleRate, channels: $0.channels, language: $0.language)
        }
        return TechnicalFacts(
            container: facts.container, duration: duration, isStill: facts.still,
            video: try facts.video.map { video throws(SealProblem) in try Self.video(video) }, audio: audio,
            startTimecode: facts.startTimecode)
    }

    private static func video(_ video: Video) throws(SealProblem) -> TechnicalFacts.Video {
        guard let aspect = Ratio(video.sampleAspect) else { throw SealProblem("sampleAspect is not a fraction") }
        guard let scan = TechnicalFacts.Scan(rawValue: video.scan) else { throw SealProblem("scan is not known") }
        guard (0..<1 << 40).contains(video.pictures ?? 0) else { throw SealProblem("pictures is out of bounds") }
        var rate: FrameRate?
        if let text = video.rate {
            guard let ratio = Ratio(text), let exact = FrameRate(ratio.numerator, ratio.denominator) else {
                throw SealProblem("rate \(text) is not a frame rate")
            }
            rate = exact
        }
        return TechnicalFacts.Video(
            codec: video.codec, width: video.width, height: video.height, sampleAspect: aspect, rate: rate, scan: scan,
            pictures: video.pictures)
    }
}
