import ArgumentParser
import ControlService
import Trust
import TrustRepository

struct TrustShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "What a channel trusts just now: desks, policy, versions and ends of the metadata.",
        discussion: """
            Example:
              qalqan trust show --config channel.yaml
              qalqan trust show --repository region          # what a repository has, for its owners
            """)

    @Option(help: "The channel's configuration.") var config: String?
    @Option(help: ArgumentHelp("A repository, as its owners see it.", valueName: "FOLDER")) var repository: String?
    @Flag(help: "Print it as JSON.") var json = false

    func validate() throws {
        if (config == nil) == (repository == nil) { throw ValidationError("one of --config and --repository") }
    }

    func run() async throws {
        if let repository { return try show(repository: repository) }
        let settings = try LoadedConfiguration.load(config ?? "")
        let report = TrustReport(TrustSource(settings).read(clock: RepositoryWork.now), settings)
        print(json ? JSONText.of(report) : report.text)
        if let problem = report.problem { throw CommandFailure.refused(problem) }
    }

    private func show(repository: String) throws {
        let author = try RepositoryWork.attempt { try RepositoryAuthor(path: repository) }
        let report = RepositoryReport(author)
        print(json ? JSONText.of(report) : report.text)
    }
}
