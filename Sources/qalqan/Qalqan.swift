import ArgumentParser
import Glibc

/// The command line: every command an operator, a technician, a desk or a script uses.
@main
struct Qalqan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qalqan",
        abstract: "Playout that proves what it airs.",
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(name: "Channel", subcommands: [RunCommand.self, RenderCommand.self]),
            CommandGroup(
                name: "Schedule", subcommands: [CheckCommand.self, RehearseCommand.self, PlaylistCommand.self]),
            CommandGroup(
                name: "Master control",
                subcommands: [
                    StatusCommand.self, TakeCommand.self, HoldCommand.self, SlateCommand.self, ResumeCommand.self,
                    TimeZoneCommand.self, ConsentCommand.self,
                ]),
            CommandGroup(
                name: "Edits on air",
                subcommands: [
                    InsertCommand.self, SkipCommand.self, DeleteCommand.self, MoveCommand.self, RetimeCommand.self,
                    ReplaceCommand.self, ExtendCommand.self, ShortenCommand.self, UndoCommand.self, EditsCommand.self,
                ]),
            CommandGroup(
                name: "Trust",
                subcommands: [
                    KeyCommand.self, SealCommand.self, ApproveCommand.self, VerifyCommand.self, RecallCommand.self,
                    TrustCommand.self, AsRunCommand.self, JournalCommand.self, ExchangeCommand.self,
                ]),
            CommandGroup(name: "Box", subcommands: [DevicesCommand.self, DoctorCommand.self]),
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            StandardError.write(failure.message)
            Glibc.exit(failure.status)
        } catch let status as ExitCode {
            Glibc.exit(status.rawValue)
        } catch {
            // ArgumentParser speaks of EX_USAGE (64) where the contract says 2; help and version stay 0.
            let status = exitCode(for: error)
            if status == .success {
                print(fullMessage(for: error))
                Glibc.exit(0)
            }
            StandardError.write(fullMessage(for: error))
            Glibc.exit(status == .validationFailure ? 2 : 1)
        }
    }
}
