extension ChannelSettings {
    /// The trust repository that desks, policy and revocations come from (TUF 1.0).
    public struct Repository: Hashable, Sendable {
        /// Absolute path of the root metadata that was put on this machine by hand: the first thing trusted.
        public var root: String
        /// Absolute paths of folders, or `https://` addresses.
        public var addresses: [String]
        /// Seconds between two looks, 10 to a day.
        public var refresh: Int64 = 60
        /// Seconds that what was accepted before may air past the end of the metadata.
        public var offlineHold: Int64 = 72 * 3600

        public init(root: String, addresses: [String]) {
            self.root = root
            self.addresses = addresses
        }
    }

    /// What may air when the hold is over.
    public struct Evergreen: Hashable, Sendable {
        /// Categories of seals.
        public var categories: [String] = []
        /// Identifiers of pools of the configuration's fillers.
        public var pools: [String] = []
    }
}
