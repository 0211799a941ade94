import ArgumentParser

struct TrustCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "The trust repository: desks' keys, policy and revocations for all channels of a region.",
        discussion: """
            A repository (TUF 1.0) is a folder of signed files on a web server or a stick. Its owners make it with init, \
            publish, rotate and sign; channels bring it in by themselves, or with update; show tells what is in force.

            Example:
              qalqan trust init region --root a.key --root b.key --root-threshold 2 --targets desk.key --online online.key
              qalqan trust publish region desks.json policy.json --key desk.key --key online.key
              qalqan trust show --config channel.yaml
            """,
        subcommands: [
            TrustInitCommand.self, TrustPublishCommand.self, TrustRotateCommand.self, TrustSignCommand.self,
            TrustUpdateCommand.self, TrustShowCommand.self,
        ])
}
