import ArgumentParser

struct AsRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "asrun")
}
