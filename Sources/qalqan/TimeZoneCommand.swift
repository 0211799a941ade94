import ArgumentParser

struct TimeZoneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timezone",
        abstract: "The version of the tz database that the channel runs by, and what another would change.",
        subcommands: [TimeZoneShowCommand.self, TimeZoneApproveCommand.self],
        defaultSubcommand: TimeZoneShowCommand.self)
}
