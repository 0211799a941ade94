extension Ladder {
    /// Answers the local emergency input: from `frame` on its slate is latched, over everything, until a revision says that
    /// it is over. An input while it is latched begins it anew. Real-time safe.
    package mutating func answerEmergency(at frame: Int64, effects: inout EffectBuffer) {
        emergencyFrame = frame
        var row = AsRunNote(kind: .emergency, firstFrame: frame, lastFrame: frame)
        row.plan = current?.owner
        row.revision = current?.number ?? 0
        effects.append(.note(row))
    }

    /// Goes on with the latch of the last air process. Before the first frame.
    package mutating func resumeEmergency(answeredAt frame: Int64) { emergencyFrame = frame }

    /// Ends the latch where the revision in effect says so. Real-time safe.
    mutating func endEmergency() {
        if let current, emergencyFrame <= current.emergencyOverFrame { emergencyFrame = 0 }
    }
}
