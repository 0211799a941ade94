import Playlist
import Timecode
import Trust

/// Everything one channel is configured to be. Every value has a default that works with nothing attached.
///
/// All paths are absolute. What the document says of them is relative to the document's folder.
public struct ChannelSettings: Hashable, Sendable {
    public struct Channel: Hashable, Sendable {
        public var id = "channel"
        /// By language; empty = the identifier.
        public var names: [LocalisedText] = []
        /// ISO 3166 code of the region it serves, as `KZ` or `KZ-75`; empty = none.
        public var region = ""
        /// Codes of all regions that air from the same lists, its own among them; empty = not said.
        public var regions: [String] = []
        /// BCP 47 tags in the order in which texts are shown; never empty.
        public var languages = ["en"]
        /// Name in the tz database.
        public var timeZone = "UTC"
        /// Where the broadcast day starts, in seconds after local midnight.
        public var dayStart: Int64 = 6 * 3600

        /// The name to show in the first language that has one.
        public var displayName: String { names.text(in: languages) ?? id }
    }

    /// A setting whose place in the document is remembered, for what only the machine can say of it.
    public enum Place: Hashable, Sendable {
        case timeZone
        case audioChannels
        /// By its path.
        case mediaFolder(String)
        /// By its name.
        case desk(String)
        case trustRoot
        case evergreenPools
        case output(String)
    }

    public struct Trusted: Hashable, Sendable {
        /// Desks whose signatures count; empty = only slates air.
        public var desks: [Desk] = []
        public var policy = TrustPolicy()
        /// Where desks, policy and revocations come from instead; `nil` = from here alone.
        public var repository: Repository?
        public var evergreen = Evergreen()
        /// Keys whose signatures count no more.
        public var revokedKeys: [KeyRevocation] = []
        /// Absolute path of the folder in which recalls are looked for; `nil` = `recalls` in the data folder.
        public var recallFolder: String?
    }

    public struct Slates: Hashable, Sendable {
        /// Whether viewers are told why; operators always are.
        public var showReason = false
        /// Whether slates carry a clock.
        public var clock = true
    }

    public struct Marks: Hashable, Sendable {
        /// "Rehearsal, not for air".
        public var rehearsal = MarkPlacement(.bottomRight)
        /// The label of synthetic content.
        public var synthetic = MarkPlacement(.topRight)
        /// What it says, by language, where it is not to say what it does by itself.
        public var syntheticTexts: [LocalisedText] = []
    }

    public struct Clock: Hashable, Sendable {
        /// The slate is shown until the system clock is in sync.
        public var requireSync = false
    }

    public struct Edits: Hashable, Sendable {
        /// What becomes of an event on air that a new version of its playlist does not have any more.
        public enum Replaced: String, Hashable, Sendable, CaseIterable {
            /// It plays to its end.
            case finish
            /// It is cut behind the guard window.
            case cut
        }

        /// What airs from now for so long is changed by a take, a slate or a resume only; half a second to a minute.
        public var guardTime = FrameAmount.seconds(3)
        public var replaced = Replaced.finish
        /// Orders that take effect only when a second person agrees, by their names (`consentable`).
        public var consent: Set<String> = []
        /// How long that person has, in seconds.
        public var consentSeconds: Int64 = 60

        /// What may be put under two persons' consent: every order of master control, by its name on the socket.
        public static let consentable = [
            "take", "hold", "skip", "insert", "slate", "resume", "delete", "move", "retime", "replace", "extend",
            "shorten", "undo", "playlist-load", "playlist-drop", "time-zone-approve",
        ]
        /// Named here so that one configuration serves boxes of several versions: this one has no order that overrides a
        /// recall or airs what nobody has verified, with or without consent.
        public static let consentReserved = ["recall-override", "unverified-live"]
    }

    public struct Ports: Hashable, Sendable {
        public var status: PortAddress? = PortAddress(host: "127.0.0.1", port: 8480)
        /// Reserved for the network control port, which stays shut until it has accounts.
        public var control: PortAddress? = PortAddress(host: "127.0.0.1", port: 8481)
        /// Absolute path of the master-control socket; `nil` = `control.sock` in the data folder.
        public var socket: String?
    }

    public struct Log: Hashable, Sendable {
        public enum Level: String, Hashable, Sendable, CaseIterable {
            case debug, info, notice, warning, error
        }
        public var level = Level.info
    }

    /// Absolute path of the document; empty without one.
    public var file = ""
    /// The document's bytes as they were read; empty without one.
    public var text: [UInt8] = []
    /// Where settings stand in the document.
    public var places: [Place: SourceMark] = [:]
    /// What fills the gaps of every list, after the list's own pools.
    public var fillers: [FillerPool] = []
    public var channel = Channel()
    public var format = ChannelFormat.standard
    /// Milliseconds of the fades where programme sound begins and ends, 0...20; 0 = cuts.
    public var edgeFade = 0
    /// Languages of the audio channels or programmes, in order.
    public var audioLanguages: [String] = []
    /// Folders searched for media, in order.
    public var mediaFolders: [String]
    public var trust = Trusted()
    /// Nothing airs to the public: `approvals: 0` is allowed and the picture is marked.
    public var isRehearsal = false
    /// Folder whose playlists are loaded.
    public var playlistFolder: String
    /// What airs on a broadcast day whose list has not come, and how many seconds before it begins that is an alarm.
    public var nextDay = NextDayPolicy.filler
    public var nextDayLead: Int64 = 6 * 3600
    public var slates = Slates()
    public var marks = Marks()
    public var outputs: [OutputSettings] = []
    public var ports = Ports()
    /// As-run, journal and schedule snapshots.
    public var dataFolder: String
    public var clock = Clock()
    public var edits = Edits()
    public var log = Log()

    /// The defaults, with folders below `folder` (absolute).
    public init(folder: String) {
        mediaFolders = [FilePath.join(folder, "media")]
        playlistFolder = FilePath.join(folder, "playlists")
        dataFolder = FilePath.join(folder, "data")
    }

    /// The folder whose recalls the channel follows.
    public var recallFolder: String { trust.recallFolder ?? FilePath.join(dataFolder, "recalls") }

    /// Where commands reach the running channel.
    public var controlSocket: String { ports.socket ?? FilePath.join(dataFolder, "control.sock") }
}
