import ArgumentParser

struct RehearseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rehearse")
}
