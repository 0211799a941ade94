import Glibc

/// What an operator is told about an output in trouble, by its kind.
struct OutputAdvice {
    let name: String
    /// As in the configuration: `audio`, `stream`, `hls`, `file`, `raw`.
    let kind: String

    var waiting: (text: String, remedy: String) {
        switch kind {
        case "audio":
            (
                "output \(name) waits for its device",
                "plug the card in, or give it its role by a udev rule: qalqan devices"
            )
        case "raw":
            (
                "nobody reads the pipe of output \(name): its frames are dropped",
                "start the program that reads it, or see why it has stopped reading"
            )
        default: ("output \(name) waits for what it sends to", "look at its address, folder or disk")
        }
    }

    /// - Parameter code: the `errno` of the last failure, or a library's negative code; 0 where there is none.
    func failing(_ code: Int32) -> (text: String, remedy: String) {
        if code == EBUSY, kind != "audio" {
            return (
                "output \(name) does not deliver: another output writes to its target already",
                "give each output, of this channel and of others, a file, folder, pipe or address of its own; it is tried again by itself"
            )
        }
        let why = code > 0 ? ": \(String(cString: strerror(code))) (error \(code))" : code < 0 ? " (error \(code))" : ""
        let remedy =
            switch kind {
            case "audio": "look at the card: qalqan devices"
            case "stream": "look at its address and the network interface it leaves by"
            case "hls": "look at its folder: disk, rights, room"
            default: "look at its path: disk, rights, room"
            }
        return ("output \(name) does not deliver" + why, remedy)
    }

    var losing: String {
        kind == "raw"
            ? "the programme itself is whole; the program that reads its pipe is too slow or has stopped"
            : "the programme itself is whole; look at the load of the box and at what the output sends to"
    }
}
