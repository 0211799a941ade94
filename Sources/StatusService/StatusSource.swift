import ControlService

/// Where the status port gets what it shows. Everything is read; nothing can be changed through it.
package struct StatusSource: Sendable {
    /// The channel's state now. Cheap enough to be called several times a second.
    package var status: @Sendable () -> StatusDocument
    /// The schedule around now with its badges, and a number that changes when it does.
    package var rundown: @Sendable () -> (version: UInt64, events: [StatusDocument.Event])
    /// The last preview picture (JPEG) and the programme frame it shows.
    package var picture: @Sendable () -> (bytes: [UInt8], frame: Int64)?
    /// The folder with the HLS rendition, when the channel has one.
    package var streamFolder: String?
    /// Counters that only the metrics show: alarms raised since start, by code.
    package var alarmsRaised: @Sendable () -> [AlarmCode: Int]

    package init(
        status: @escaping @Sendable () -> StatusDocument,
        rundown: @escaping @Sendable () -> (version: UInt64, events: [StatusDocument.Event]),
        picture: @escaping @Sendable () -> (bytes: [UInt8], frame: Int64)?, streamFolder: String? = nil,
        alarmsRaised: @escaping @Sendable () -> [AlarmCode: Int] = { [:] }
    ) {
        self.status = status
        self.rundown = rundown
        self.picture = picture
        self.streamFolder = streamFolder
        self.alarmsRaised = alarmsRaised
    }
}
