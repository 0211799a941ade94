import Realtime
import Timecode

/// What the launcher starts: made by `qalqan run` from the configuration, so that the launcher itself parses nothing.
public struct BootPlan: Hashable, Sendable {
    /// One output process.
    public struct Output: Hashable, Sendable {
        /// Unique name, shown on the status port.
        public var name: String
        /// Executable beside the launcher: `qalqan-sound` or `qalqan-encode`.
        public var program: String
        /// Its own settings, `--name value` pairs.
        public var arguments: [String]

        public init(name: String, program: String, arguments: [String]) {
            self.name = name
            self.program = program
            self.arguments = arguments
        }
    }

    public var format: ChannelFormat
    /// Folder of the executables.
    public var programs: String
    /// Absolute path of the configuration and its text, for control: what the file says later counts at the next start of
    /// the channel, not when control alone is started again.
    public var configuration: String
    public var configurationText: [UInt8]
    /// Milliseconds of the fades at the edges of programme sound; 0 = none.
    public var edgeFade: UInt32
    /// Folder of the air log, and the file of the last timeline revision.
    public var logFolder: String
    public var scheduleFile: String
    /// Further arguments for control, `--name value` pairs.
    public var controlArguments: [String]
    public var outputs: [Output]
    /// Descriptor of a stepped clock handed through to air, -1 for the house clock.
    public var steppedClock: Int32
    /// What the clock anchor is counted with: the table that control's calendar has.
    public var leapSeconds: LeapSeconds

    public init(
        format: ChannelFormat, programs: String, configuration: String, configurationText: [UInt8],
        edgeFade: UInt32 = 0, logFolder: String, scheduleFile: String, controlArguments: [String] = [],
        outputs: [Output], steppedClock: Int32 = -1, leapSeconds: LeapSeconds = .builtIn
    ) {
        self.format = format
        self.programs = programs
        self.configuration = configuration
        self.configurationText = configurationText
        self.edgeFade = edgeFade
        self.logFolder = logFolder
        self.scheduleFile = scheduleFile
        self.controlArguments = controlArguments
        self.outputs = outputs
        self.steppedClock = steppedClock
        self.leapSeconds = leapSeconds
    }

    private static let version: UInt32 = 4
    private static let mostConfigurationBytes = 16 << 20

    /// The plan as bytes, for a memory file.
    public var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.integer(Self.version)
        for text in [format.token, programs, configuration, logFolder, scheduleFile] { writer.text(text) }
        writer.blob(configurationText)
        writer.integer(edgeFade)
        writer.integer(steppedClock)
        writer.integer(leapSeconds.expires)
        writer.integer(UInt32(leapSeconds.steps.count))
        for step in leapSeconds.steps {
            writer.integer(step.fromUnixSecond)
            writer.integer(step.offset)
        }
        writer.integer(UInt32(controlArguments.count))
        for argument in controlArguments { writer.text(argument) }
        writer.integer(UInt32(outputs.count))
        for output in outputs {
            writer.text(output.name)
            writer.text(output.program)
            writer.integer(UInt32(output.arguments.count))
            for argument in output.arguments { writer.text(argument) }
        }
        return writer.bytes
    }

    /// The plan written by `bytes`; `nil` when it is not one.
    public init?(bytes: [UInt8]) {
        do {
            var reader = ByteReader(bytes[...])
            func texts() throws(ByteReader.Malformed) -> [String] {
                var result: [String] = []
                for _ in 0..<min(try reader.integer(UInt32.self), 1024) { result.append(try reader.text()) }
                return result
            }
            guard try reader.integer(UInt32.self) == Self.version,
                let format = ChannelFormat(token: try reader.text())
            else { return nil }
            self.format = format
            programs = try reader.text()
            configuration = try reader.text()
            logFolder = try reader.text()
            scheduleFile = try reader.text()
            configurationText = try reader.blob(atMost: Self.mostConfigurationBytes)
            edgeFade = try reader.integer()
            steppedClock = try reader.integer()
            let expires: Int64 = try reader.integer()
            var steps: [LeapSeconds.Step] = []
            for _ in 0..<min(try reader.integer(UInt32.self), 1024) {
                steps.append(LeapSeconds.Step(fromUnixSecond: try reader.integer(), offset: try reader.integer()))
            }
            guard let leapSeconds = LeapSeconds(steps: steps, expires: expires) else { return nil }
            self.leapSeconds = leapSeconds
            controlArguments = try texts()
            outputs = []
            for _ in 0..<min(try reader.integer(UInt32.self), 64) {
                outputs.append(Output(name: try reader.text(), program: try reader.text(), arguments: try texts()))
            }
        } catch {
            return nil
        }
    }
}
