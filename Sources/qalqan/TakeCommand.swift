import ArgumentParser

struct TakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "take")
}
