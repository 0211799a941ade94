import Realtime
import SoundEngine
import Timecode

/// The command line of `qalqan-sound`.
struct SoundOptions {
    enum Target {
        case role(String)
        case pcm(String)
    }

    let format: ChannelFormat
    let programme: Int32
    let anchor: Int32
    let board: Int32
    let target: Target
    let settings: SoundSettings

    init(_ arguments: [String]) throws {
        let values = try ChildArguments(arguments)
        let token = try values.required("format")
        guard let format = ChannelFormat(token: token) else {
            throw ChildArguments.Problem("--format \(token): expected WIDTHxHEIGHT@RATE,COLOUR,SAMPLERATE,CHANNELS")
        }
        self.format = format
        programme = try values.descriptor("programme")
        anchor = try values.descriptor("anchor")
        board = try values.descriptor("board")
        switch (values.optional("role"), values.optional("device")) {
        case (let role?, nil): target = .role(role)
        case (nil, let pcm?): target = .pcm(pcm)
        default: throw ChildArguments.Problem("expected one of --role ROLE and --device PCM")
        }
        var settings = SoundSettings()
        if values.optional("delay") != nil {
            let milliseconds = try values.integer("delay")
            let range = SoundSettings.delayRange
            guard (range.lowerBound / 1_000_000...range.upperBound / 1_000_000).contains(milliseconds) else {
                throw ChildArguments.Problem("--delay \(milliseconds): expected 40 to 2500 milliseconds")
            }
            settings.delayNanoseconds = milliseconds * 1_000_000
        }
        if let word = values.optional("follow") {
            guard let follow = SoundSettings.Follow(rawValue: word) else {
                throw ChildArguments.Problem("--follow \(word): expected resample or locked")
            }
            settings.follow = follow
        }
        self.settings = settings
    }
}
