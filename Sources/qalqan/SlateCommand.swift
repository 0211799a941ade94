import ArgumentParser

struct SlateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "slate")
}
