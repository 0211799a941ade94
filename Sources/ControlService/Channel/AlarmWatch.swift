/// What the alarms compare the boards with: the counters as last seen. `nil` until the first look.
struct AlarmWatch: Sendable {
    var lateFrames: UInt64?
    var lostFrames: UInt64?
    /// Frames published, to notice a restarted air, whose counters begin anew.
    var frames: UInt64 = 0
    var outputLost: [String: UInt64] = [:]
    /// The frame on which control began to look: a starting channel gets some seconds before its silence is an alarm.
    var since: Int64?
    var lastClockLook: Int64 = 0
    var lastScheduleLook: Int64 = 0
}
