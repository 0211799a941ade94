import ArgumentParser
import ControlService
import TrustRepository

struct TrustUpdateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Bring a channel's trust metadata up to date now, from its addresses or from a stick.",
        discussion: """
            A running channel does this by itself and notices what this command brings. Status 0 when what is in force was \
            confirmed or renewed, 1 when every address gave something that cannot be accepted, 3 when none could be reached.

            Example:
              qalqan trust update --config channel.yaml
              qalqan trust update --config channel.yaml --from /media/stick/region
            """)

    @Option(help: "The channel's configuration.") var config: String
    @Option(help: ArgumentHelp("Another folder or https:// address, this time.", valueName: "ADDRESS"))
    var from: String?
    @Flag(help: "Print the outcome as JSON.") var json = false

    private struct Report: Encodable {
        struct Address: Encodable {
            let address: String
            let accepted: Bool
            let problem: String?
        }
        let new: Bool
        let addresses: [Address]
    }

    func run() async throws {
        let settings = try LoadedConfiguration.load(config)
        let source = TrustSource(settings)
        let result = try RepositoryWork.attempt { () throws -> TrustUpdater.Result in
            guard let updater = try source.updater(from: from) else {
                throw CommandFailure.refused("\(config): the channel has no trust repository (`trust.root`)")
            }
            return try updater.update(clock: RepositoryWork.now)
        }
        if json {
            print(
                JSONText.of(
                    Report(
                        new: result.isNew,
                        addresses: result.outcomes.map {
                            .init(
                                address: $0.address.description, accepted: $0.problem == nil,
                                problem: $0.problem?.description)
                        })))
        }
        for outcome in result.outcomes {
            if let problem = outcome.problem {
                StandardError.write("\(outcome.address): \(problem)")
            } else if !json {
                print("\(outcome.address): accepted")
            }
        }
        guard result.isCurrent else {
            let isUnreachable = result.outcomes.allSatisfy { outcome in
                if case .unreachable = outcome.problem { true } else { false }
            }
            throw isUnreachable
                ? CommandFailure.unreachable("no address could be reached; what is in force stays")
                : CommandFailure.refused("nothing was accepted; what is in force stays")
        }
        if !json { print(result.isNew ? "in force: renewed" : "in force: nothing new") }
    }
}
