import ChannelConfiguration
import ControlService
import Foundation
import Trust
import TrustFormats

/// Brings recalls to the channels of this machine.
struct RecallDelivery {
    private let channel: RunningChannel

    init(_ channel: RunningChannel) { self.channel = channel }

    /// Gives the recall to the channel that was named, or to all that run here. A channel that was named and does not run
    /// finds it in its folder when it is started.
    func deliver(_ recall: SignedRecall) -> [RecallReport.Channel] {
        if channel.config == nil, channel.data == nil {
            return RunningChannels.settings().map { send(recall, to: $0.controlSocket, name: $0.channel.id) }
        }
        do {
            let settings = try channel.settings()
            let name = settings?.channel.id ?? channel.data ?? ""
            let sent = send(recall, to: try channel.socket(), name: name)
            guard sent.result == "unreachable", let settings else { return [sent] }
            return [leave(recall, for: settings)]
        } catch {
            let text = (error as? CommandFailure)?.message ?? "\(error)"
            return [RecallReport.Channel(name: channel.config ?? "", result: "refused", message: text)]
        }
    }

    private func send(_ recall: SignedRecall, to socket: String, name: String) -> RecallReport.Channel {
        do throws(ControlClient.Failure) {
            var client = try ControlClient(path: socket)
            let answer = try client.ask(
                OperatorRequest(.recall, text: String(decoding: recall.envelope.json, as: UTF8.self)))
            guard answer.ok else {
                return RecallReport.Channel(
                    name: name, result: "refused", message: (answer.problems ?? []).joined(separator: "; "))
            }
            return RecallReport.Channel(
                name: name, result: answer.code == "pending" ? "pending" : "taken", message: answer.message ?? "",
                effective: answer.effective)
        } catch {
            return RecallReport.Channel(name: name, result: "unreachable", message: "\(error)")
        }
    }

    private func leave(_ recall: SignedRecall, for settings: ChannelSettings) -> RecallReport.Channel {
        let folder = settings.recallFolder
        let path =
            "\(folder)/\(recall.statement.serial)-\(recall.envelope.signatures.last?.keyID.prefix(12) ?? "")"
            + SignedRecall.ending
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try SmallFile.replace(path, with: recall.envelope.json)
            return RecallReport.Channel(
                name: settings.channel.id, result: "left",
                message: "the channel does not run; it finds \(path) when it is started")
        } catch {
            let why = (error as? SmallFile.Failure)?.text ?? "\(error.localizedDescription)"
            return RecallReport.Channel(
                name: settings.channel.id, result: "refused",
                message: "the channel does not run, and \(path) cannot be written: \(why)")
        }
    }
}
