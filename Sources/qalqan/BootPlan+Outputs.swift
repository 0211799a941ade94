import ChannelConfiguration
import Supervision

extension BootPlan.Output {
    /// The process that serves an output of the configuration.
    init(_ output: OutputSettings, channelName: String) {
        let program =
            switch output.kind {
            case .audio: "qalqan-sound"
            case .stream, .hls, .file, .raw: "qalqan-encode"
            }
        self.init(
            name: output.name, program: program,
            arguments: output.arguments(channelName: channelName).flatMap { ["--\($0.name)", $0.value] })
    }
}
