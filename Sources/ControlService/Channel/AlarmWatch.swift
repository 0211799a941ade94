/// What the alarms compare the boards with: the counters as last seen.
struct AlarmWatch: Sendable {
    var lateFrames = LossTally()
    var lostFrames = LossTally()
    var outputLost: [String: LossTally] = [:]
    var outputLate: [String: LossTally] = [:]
    /// The frame on which control began to look: a starting channel gets some seconds before its silence is an alarm.
    var since: Int64?
    var lastClockLook: Int64 = 0
    var lastScheduleLook: Int64 = 0
}
